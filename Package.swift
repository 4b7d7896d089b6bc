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

let package = Package(
  name: "Totality",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Astronomy", targets: ["Astronomy"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1")
  ],
  targets: [
    .systemLibrary(
      name: "CERFA", pkgConfig: "erfa", providers: [.apt(["liberfa-dev"]), .brew(["erfa"])]),
    .target(name: "Astronomy", dependencies: ["CERFA", realModule], swiftSettings: kernel),
    .target(name: "CVector"),
    .target(name: "VectorMath", dependencies: ["CVector", realModule], swiftSettings: kernel),
    .target(
      name: "Corona", dependencies: ["VectorMath", "Astronomy", realModule], swiftSettings: kernel),
    .testTarget(
      name: "VectorMathTests", dependencies: ["VectorMath", realModule], swiftSettings: kernel),
    .testTarget(
      name: "CoronaTests", dependencies: ["Corona", "VectorMath", "Astronomy", realModule],
      swiftSettings: common),
    .testTarget(
      name: "AstronomyTests", dependencies: ["Astronomy", "TestSupport"], swiftSettings: common),
    .target(
      name: "Trajectories", dependencies: ["Astronomy", realModule], swiftSettings: kernel),
    .testTarget(
      name: "TrajectoriesTests", dependencies: ["Trajectories", "Astronomy", "TestSupport"],
      swiftSettings: common),
    .target(name: "CVector"),
    .target(name: "VectorMath", dependencies: ["CVector", realModule], swiftSettings: kernel),
    .target(
      name: "Geometry", dependencies: ["Trajectories", "Astronomy", "VectorMath", realModule],
      swiftSettings: kernel),
    .testTarget(
      name: "GeometryTests",
      dependencies: ["Geometry", "Trajectories", "Astronomy", "TestSupport"],
      swiftSettings: common),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: common),
  ],
  swiftLanguageModes: [.v6]
)
