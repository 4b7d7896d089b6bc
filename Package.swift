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
    .library(name: "Campaign", targets: ["Campaign"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CERFA", pkgConfig: "erfa", providers: [.apt(["liberfa-dev"]), .brew(["erfa"])]),
    .target(name: "Astronomy", dependencies: ["CERFA", realModule], swiftSettings: kernel),
    .testTarget(
      name: "AstronomyTests", dependencies: ["Astronomy"], swiftSettings: common),
    .target(
      name: "Campaign", dependencies: ["Astronomy", .product(name: "TOMLKit", package: "TOMLKit")],
      swiftSettings: common),
    .testTarget(name: "CampaignTests", dependencies: ["Campaign"], swiftSettings: common),
  ],
  swiftLanguageModes: [.v6]
)
