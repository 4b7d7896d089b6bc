internal import Astronomy
internal import Trajectories

extension Formation {
  /// Adds a cause with its size, unit, change of the umbra's radius and of the axis, m, and its shift of
  /// each contact, s.
  typealias BudgetEntry = (
    String, Double, String, Double, Double, (ContactSensitivity) -> Double
  ) -> Void

  /// What the Moon's theory and the choice of its radius add; nothing for any other occulter.
  ///
  /// Direction and distance as ``MoonEphemeris`` is measured against DE441. The radius: the mean one,
  /// k = 0.272 507 6, against that of the valleys, k = 0.272 281, between which the mountainous limb
  /// lets the last light through (Explanatory Supplement (2013), section 11.3.3).
  func addMoon(_ view: FormationView, _ add: BudgetEntry) {
    guard occulter is ThirdBodyMotion else { return }
    let distance = view.occulter.length
    let direction = MoonEphemeris.largestDirectionError
    add(
      "Moon's direction (ELP 2000-82B)", direction / Angles.arcsecond, "arcsec", 0,
      distance * direction
    ) { contact in
      // At worst straight toward the Sun or from it.
      contact.shift(byDepth: direction * contact.gradient.sunTowardOcculter)
    }
    let farther = MoonEphemeris.largestDistanceError
    add(
      "Moon's distance (ELP 2000-82B)", farther, "m",
      farther * view.discs.sunRadius, 0
    ) { contact in
      contact.shift(byPosition: contact.view.occulter.normalized * farther)
    }
    let limb = LunarRadius.mean - LunarRadius.umbral
    add("Moon's limb (k 0.272281 to 0.272508)", limb / 1000, "km", limb, 0) { contact in
      contact.shift(byDepth: contact.gradient.occulterRadius * limb)
    }
  }

  /// What is not known of the Earth's rotation adds for a place on the ground; nothing for a craft.
  ///
  /// UT1 differs from UTC by up to 0.9 s; where it is given it still drifts, by no more than 4.4 ms
  /// a day since 1962 (IERS, series EOP 14 C04). Polar motion never exceeds 0.6″.
  func addRotation(_ view: FormationView, _ add: BudgetEntry) {
    guard let site = observer as? GroundSite else { return }
    let speed = view.context.observer.velocity.length
    let isUTC = site.rotation.ut1 == .utc
    let late = isUTC ? 0.9 : 0.0044
    add(
      isUTC ? "UT1 taken as UTC" : "UT1 as given (its drift in a day)", late, "s", 0, speed * late
    ) { contact in
      contact.shift(byObserver: contact.view.context.observer.velocity * late)
    }
    guard site.rotation.polarMotion == .none else { return }
    let pole = 0.6 * Angles.arcsecond
    let aside = pole * site.fixedPosition.length
    add("polar motion left out", 0.6, "arcsec", 0, aside) { contact in
      // At worst along the direction that counts most.
      contact.shift(byDepth: contact.byObserver.length * aside)
    }
  }
}

extension ContactSensitivity {
  /// How the depth answers to a displacement of the observer, rad/m: the occulter stands elsewhere
  /// and, D times farther, the Sun does too.
  var byObserver: Vector3 {
    gradient.towardSun * (gradient.sunTowardOcculter / view.context.sun.distance)
      - gradient.position
  }

  /// The shift for an error of the observer's place, m, GCRF, while the occulter stays where it is.
  func shift(byObserver error: Vector3) -> Double { shift(byDepth: byObserver.dot(error)) }
}
