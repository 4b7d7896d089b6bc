internal import Astronomy

/// Spacecraft by their published dimensions, as composites of simple pieces.
///
/// Confidence: H seen in a primary or several sources, M in one secondary or in conflict, A assumed
/// here because no number was found. What is not known at all, such as antennas and thruster quads,
/// is left out. Pieces reach into each other where they meet, so that the search for windows sees that no
/// gap can open there.
extension OcculterShape {
  /// Apollo command and service module with the docking module of 1975.
  ///
  /// Body frame: x along the axis toward the docking module's free end, which looked at Soyuz; origin
  /// in the circle where command and service module meet, which is the outline seen from there.
  /// From history.md §2.4:
  /// - command and service module diameter 12 ft 10 in, 3.912 m (NASA, Apollo 204 report; H);
  /// - service module 22 ft 7 in, 6.88 m without and 7.56 m with the engine (Apollo 204 report, H;
  ///   the latter M), which leaves 0.68 m of nozzle outside;
  /// - command module 3.47 m, so that both make the 11.03 m of the whole (H; 3.23 m and 3.63 m are
  ///   also found, with less or more counted in);
  /// - nozzle exit 2.50 m (M, from memory), 1.2 m wide at the hull (A);
  /// - docking module 3.15 m long and 1.4 m wide (NASA SP-4012, table 2-54; H);
  /// - the command module's top as wide as the docking module (A).
  public static let apolloCSMDockingModule = OcculterShape.composite([
    .revolved(
      about: .zero, axis: Vector3(1, 0, 0),
      profile: [SIMD2(-6.88, 1.956), SIMD2(0, 1.956), SIMD2(3.47, 0.7)]),
    .frustum(from: Vector3(2.9, 0, 0), fromRadius: 0.7, to: Vector3(6.62, 0, 0), toRadius: 0.7),
    // The nozzle goes on narrowing inside the hull.
    .frustum(
      from: Vector3(-7.56, 0, 0), fromRadius: 1.25, to: Vector3(-6.48, 0, 0),
      toRadius: 1.25 - 0.65 / 0.68 * 1.08),
  ])

  /// Soyuz 7K-TM, the ship of Leonov and Kubasov.
  ///
  /// Body frame: x along the axis toward the docking port, y along the solar wings; origin in the
  /// middle of the length. From history.md §2.4: length 7.48 m and greatest diameter 2.72 m (several
  /// encyclopedias, H), span of the wings 8.37 m (M, from memory). Everything between is assumed (A):
  /// an orbital module of 2.26 m, a bell of 2.2 m for the descent module, a service module of 2.2 m that
  /// flares to the greatest diameter, wings 1.4 m deep and 2 cm thick.
  public static let soyuz7KTM = OcculterShape.composite([
    // Docking gear, orbital module, descent module, service module and its flare.
    .frustum(from: Vector3(2.5, 0, 0), fromRadius: 0.65, to: Vector3(3.74, 0, 0), toRadius: 0.65),
    .ellipsoid(
      centre: Vector3(2.01, 0, 0), Vector3(1.3, 0, 0), Vector3(0, 1.13, 0), Vector3(0, 0, 1.13)),
    .revolved(
      about: .zero, axis: Vector3(1, 0, 0),
      profile: [SIMD2(-3.14, 1.1), SIMD2(-1.24, 1.1), SIMD2(1.5, 1.1 - 0.5 / 2.14 * 2.74)]),
    .frustum(
      from: Vector3(-3.74, 0, 0), fromRadius: 1.36, to: Vector3(-2.54, 0, 0),
      toRadius: 1.36 - 0.26 / 0.6 * 1.2),
    .box(
      centre: Vector3(-2.2, 2.3925, 0), Vector3(0.7, 0, 0), Vector3(0, 1.7925, 0),
      Vector3(0, 0, 0.01)),
    .box(
      centre: Vector3(-2.2, -2.3925, 0), Vector3(0.7, 0, 0), Vector3(0, 1.7925, 0),
      Vector3(0, 0, 0.01)),
  ])

  /// The shipped spacecraft by the names scenarios give them.
  public static let documentedSpacecraft: [String: OcculterShape] = [
    "apollo-csm-dm": apolloCSMDockingModule, "soyuz-7k-tm": soyuz7KTM,
  ]

  /// What the pieces of the shipped spacecraft are, in their order.
  public static let documentedPartNames: [String: [String]] = [
    "apollo-csm-dm": ["command and service module", "docking module", "nozzle"],
    "soyuz-7k-tm": [
      "docking gear", "orbital module", "descent and service module", "flare", "panel +y",
      "panel -y",
    ],
  ]
}
