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
    .library(name: "Astronomy", targets: ["Astronomy"]),
    .library(name: "Imagery", targets: ["Imagery"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1")
  ],
  targets: [
    .systemLibrary(
      name: "CERFA", pkgConfig: "erfa", providers: [.apt(["liberfa-dev"]), .brew(["erfa"])]),
    .target(name: "Astronomy", dependencies: ["CERFA", realModule], swiftSettings: kernel),
    .systemLibrary(
      name: "CCFITSIO", pkgConfig: "cfitsio",
      providers: [.apt(["libcfitsio-dev"]), .brew(["cfitsio"])]
    ),
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
    // libpng reports errors through setjmp, which Swift cannot call.
    .target(name: "CPNGShim", dependencies: ["CPNG"]),
    .target(
      name: "Imagery", dependencies: ["CCFITSIO", "CPNGShim", "CCairo"], swiftSettings: kernel),
    .testTarget(
      name: "ImageryTests", dependencies: ["Imagery"], swiftSettings: common),
    .testTarget(
      name: "AstronomyTests", dependencies: ["Astronomy"], swiftSettings: common),
  ],
  swiftLanguageModes: [.v6]
)
