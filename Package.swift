// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: explicit imports and no C types in public declarations.
let common: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Numerical kernels stay optimised in debug builds: unoptimised SIMD code is ninety times slower.
let kernel = common + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")

// From the lowest module up; a module may import only those above its own line.
let package = Package(
  name: "Totality",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "totality", targets: ["totality"]),
    .library(
      name: "TotalityKit",
      targets: [
        "VectorMath", "Astronomy", "Trajectories", "Geometry", "Corona", "Optics", "Wave",
        "Sensors", "Imagery", "Processing", "Report", "Campaign",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CERFA", pkgConfig: "erfa", providers: [.apt(["liberfa-dev"]), .brew(["erfa"])]),
    // Debian's package has no pkg-config file; the module map names the library.
    .systemLibrary(
      name: "CNova", providers: [.apt(["libnova-dev"]), .brew(["libnova"])]),
    .systemLibrary(
      name: "CCFITSIO", pkgConfig: "cfitsio",
      providers: [.apt(["libcfitsio-dev"]), .brew(["cfitsio"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    // libpng reports errors through setjmp, which Swift cannot call.
    .target(name: "CPNGShim", dependencies: ["CPNG"]),
    .target(name: "CVector"),

    .target(name: "VectorMath", dependencies: ["CVector", realModule], swiftSettings: kernel),
    .target(
      name: "Astronomy", dependencies: ["VectorMath", "CERFA", "CNova", realModule],
      swiftSettings: kernel),
    .target(
      name: "Trajectories", dependencies: ["VectorMath", "Astronomy", realModule],
      swiftSettings: kernel),
    .target(
      name: "Geometry", dependencies: ["Trajectories", "Astronomy", "VectorMath", realModule],
      swiftSettings: kernel),
    .target(
      name: "Corona", dependencies: ["VectorMath", "Astronomy", realModule], swiftSettings: kernel),
    .target(
      name: "Optics", dependencies: ["VectorMath", "Astronomy", "Geometry", realModule],
      swiftSettings: kernel),
    .target(
      name: "Wave", dependencies: ["Optics", "Astronomy", "VectorMath", realModule],
      swiftSettings: kernel),
    .target(
      name: "Sensors", dependencies: ["VectorMath", realModule], swiftSettings: kernel),
    .target(
      name: "Imagery", dependencies: ["Astronomy", "CCFITSIO", "CZlib", "CPNGShim", "CCairo"],
      swiftSettings: kernel),
    .target(
      name: "Processing",
      dependencies: ["Imagery", "Corona", "Astronomy", "VectorMath", realModule],
      swiftSettings: kernel),
    // Pages of runs: text from plain values, apart so that it is built and tested in seconds.
    .target(name: "Report", swiftSettings: common),
    .target(
      name: "Campaign",
      dependencies: [
        "Astronomy", "Trajectories", "Geometry", "Corona", "Optics", "Wave", "Sensors",
        "Imagery", "Processing", "Report", "CCrypto",
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      resources: [.embedInCode("Presets")],
      swiftSettings: common),
    .executableTarget(
      name: "totality",
      dependencies: [
        "Campaign", "Astronomy",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: common),
    // What the speed claims rest on: Scripts/benchmark.
    .executableTarget(
      name: "totality-benchmark",
      dependencies: [
        "Campaign", "Processing", "Imagery", "Sensors", "Optics", "Corona", "Geometry",
        "Trajectories", "Astronomy",
      ],
      swiftSettings: common),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: common),
    .testTarget(
      name: "VectorMathTests", dependencies: ["VectorMath", realModule], swiftSettings: kernel),
    .testTarget(
      name: "AstronomyTests", dependencies: ["Astronomy", "TestSupport"], swiftSettings: common),
    .testTarget(
      name: "TrajectoriesTests", dependencies: ["Trajectories", "Astronomy", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "GeometryTests",
      dependencies: ["Geometry", "Trajectories", "Astronomy", "VectorMath", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "CoronaTests",
      dependencies: ["Corona", "VectorMath", "Astronomy", "TestSupport", realModule],
      swiftSettings: common),
    .testTarget(
      name: "OpticsTests",
      dependencies: ["Optics", "Geometry", "Astronomy", "VectorMath", "TestSupport", realModule],
      swiftSettings: common),
    .testTarget(
      name: "WaveTests",
      dependencies: ["Wave", "Optics", "Astronomy", "VectorMath", "TestSupport", realModule],
      swiftSettings: kernel),
    .testTarget(
      name: "SensorsTests", dependencies: ["Sensors", "VectorMath", "TestSupport", realModule],
      swiftSettings: common),
    .testTarget(
      name: "ImageryTests", dependencies: ["Imagery", "Astronomy", "TestSupport"],
      swiftSettings: common),
    .testTarget(
      name: "ProcessingTests",
      dependencies: [
        "Processing", "Imagery", "Sensors", "Corona", "VectorMath", "Astronomy", "TestSupport",
        realModule,
      ],
      swiftSettings: common),
    .testTarget(name: "ReportTests", dependencies: ["Report"], swiftSettings: common),
    .testTarget(
      name: "CampaignTests",
      dependencies: [
        "Campaign", "Report", "Processing", "Imagery", "Sensors", "Optics", "Corona", "Geometry",
        "Trajectories", "Astronomy", "TestSupport",
      ],
      swiftSettings: common),
    .testTarget(
      name: "CommandLineTests", dependencies: ["totality", "Imagery", "TestSupport"],
      swiftSettings: common),
  ],
  swiftLanguageModes: [.v6]
)
