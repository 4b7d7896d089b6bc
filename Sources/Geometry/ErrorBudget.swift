internal import Astronomy
internal import RealModule
internal import Trajectories

/// One cause of error and what it does to a window.
public struct ErrorBudgetItem: Sendable, Hashable {
  /// What the error comes from.
  public let cause: String
  /// How large the cause is.
  public let size: Double
  /// The unit of the size.
  public let unit: String
  /// By how much it moves each contact at most, s, in the order of the window's named contacts.
  public let contactSeconds: [Double]
  /// By how much it changes the umbra's radius at the observer, m.
  public let umbraRadius: Double
  /// By how much it moves the shadow's axis at the observer, m.
  public let axis: Double
}

/// What the error of a window's contacts is made of, apart from the scenario's own numbers.
///
/// Sizes: the solar radius as published by different authors, 695 700 km (IAU 2015) against the older
/// 696 000 km; the Sun's direction and distance of `epv00` against DE441 over 1970–2040 (0.015″ and
/// 10.7 km at most); of the Moon the theory and the limb; of a place on the ground the Earth's
/// rotation; the change of the disc's size by aberration, at most 3e-5 of it; the method's own
/// estimate for tables and linear equations; the bracket of each contact.
public struct ErrorBudget: Sendable, Hashable {
  /// The contacts' names.
  public let contacts: [String]
  /// The causes.
  public let items: [ErrorBudgetItem]

  /// All causes together as if independent, s for each contact.
  public var totalSeconds: [Double] {
    contacts.indices.map { index in
      items.reduce(0) { $0 + $1.contactSeconds[index] * $1.contactSeconds[index] }.squareRoot()
    }
  }
}

extension Formation {
  /// The error budget of a window.
  ///
  /// - Throws: `GeometryError` as for ``sensitivities(of:)``.
  public func errorBudget(of window: OccultationWindow) throws(GeometryError) -> ErrorBudget {
    let contacts = try sensitivities(of: window)
    let view = try view(at: window.greatest.instant)
    var items: [ErrorBudgetItem] = []
    func add(
      _ cause: String, _ size: Double, _ unit: String, umbra: Double = 0, axis: Double = 0,
      _ seconds: (ContactSensitivity) -> Double
    ) {
      items.append(
        ErrorBudgetItem(
          cause: cause, size: size, unit: unit,
          contactSeconds: contacts.map { seconds($0.sensitivity).magnitude },
          umbraRadius: umbra.magnitude, axis: axis))
    }
    let along = max(0, view.occulter.dot(view.context.sun.direction))
    add("solar radius (choice)", 300, "km", umbra: umbraChange(view, sunRadius: 3e5)) {
      $0.shift(byDepth: $0.gradient.sunRadius * 3e5)
    }
    let direction = 0.015 / 206_264.806
    add("Sun's direction (epv00)", 0.015, "arcsec", axis: along * direction) {
      $0.shift(byDepth: $0.gradient.sunTowardOcculter * direction)
    }
    add("Sun's distance (epv00)", 10.7, "km", umbra: umbraChange(view, sunDistance: 10_700)) {
      $0.shift(byDepth: $0.gradient.sunDistance * 10_700)
    }
    let entry: BudgetEntry = { cause, size, unit, umbra, axis, seconds in
      add(cause, size, unit, umbra: umbra, axis: axis, seconds)
    }
    addAberration(view, along, entry)
    addMoon(view, entry)
    addRotation(view, entry)
    if let judge = occulter as? any SelfJudgingMotion {
      // As large as at the worst of the moments that matter.
      let moments = [window.greatest.instant] + contacts.map(\.sensitivity.contact.instant)
      let errors = moments.map { judge.methodError(at: $0) }
      let known = errors.compactMap { $0 }
      let error = known.max() ?? 0
      add(
        judge.errorCause + (known.count == errors.count ? "" : " (not told by the data)"), error,
        "m", axis: error
      ) { contact in
        let place = moments.dropFirst().firstIndex(of: contact.contact.instant)
        let here = place.flatMap { errors[$0] } ?? 0
        return contact.gradient.position.length * here / contact.rate
      }
    }
    let bracket = contacts.map(\.sensitivity.contact.bracketSeconds).max() ?? 0
    add("bracket of the contact", bracket, "s") { $0.contact.bracketSeconds }
    add("limb darkening (contacts do not feel it)", 0, "") { _ in 0 }
    return ErrorBudget(contacts: contacts.map(\.name), items: items)
  }

  private func addAberration(_ view: FormationView, _ along: Double, _ add: BudgetEntry) {
    switch treatment {
    case .apparent:
      add(
        "aberration of the disc's size (direction is treated)", 3e-5, "of the radius",
        along * 3e-5 * Double.tan(view.discs.sunRadius), 0
      ) { $0.shift(byDepth: 3e-5 * $0.view.discs.sunRadius) }
    case .geometric:
      func displacement(_ view: FormationView) -> Vector3 {
        ephemeris.sun(
          from: view.context.observer, at: view.context.instant, treatment: .apparent
        ).direction - view.context.sun.direction
      }
      let size = displacement(view).length
      add(
        "light time and aberration left out (direction = geometric)", size * 206_264.806,
        "arcsec", 0, along * size
      ) { $0.shift(byDepth: displacement($0.view).dot($0.gradient.towardSun)) }
    }
  }

  private func umbraChange(
    _ view: FormationView, sunRadius more: Double = 0, sunDistance farther: Double = 0
  ) -> Double {
    guard let shadow = view.shadow else { return 0 }
    let distance = view.context.sun.distance - shadow.distance
    let other = ShadowCone(
      shape: shape, distance: shadow.distance, sunRadius: sunRadius + more,
      sunDistance: distance + farther)
    return other.umbraRadius - shadow.umbraRadius
  }
}
