public import Astronomy
internal import Trajectories

/// How a contact's time answers to small changes of what it was computed from.
///
/// A contact is a zero of a depth function g. By the implicit function theorem a parameter p moves
/// it by `dt/dp = −(∂g/∂p)/(dg/dt)`; the partial derivatives are those of ``DepthGradient``, the rate
/// is taken along the motion itself.
public struct ContactSensitivity: Sendable, Hashable {
  /// The contact.
  public let contact: Contact
  /// The derivatives of the depth function at the contact.
  public let gradient: DepthGradient
  /// How fast the depth function changes along the motion, rad/s.
  public let rate: Double
  /// Its second derivative in time, rad/s².
  public let curvature: Double
  /// What is seen at the contact.
  public let view: FormationView
  private let shape: OcculterShape

  /// The sensitivity of a contact.
  ///
  /// Rate and curvature come from five values around the contact (Abramowitz & Stegun, 25.3.6 and
  /// 25.3.24).
  ///
  /// - Parameters:
  ///   - contact: a zero of the function.
  ///   - function: which function.
  ///   - formation: the motion in which it was found.
  ///   - timeScale: how long the motion keeps its character, such as the time to the next contact, s.
  /// - Throws: `GeometryError` when a trajectory does not reach far enough around the contact.
  public init(
    _ contact: Contact, of function: DepthFunction, in formation: Formation, timeScale: Double
  ) throws(GeometryError) {
    self.contact = contact
    shape = formation.shape
    view = try formation.view(at: contact.instant)
    gradient = try DepthGradient(function, of: formation, at: contact.instant)
    var step = min(4, max(1e-3, timeScale / 32))
    for coverage in [formation.observer.coverage, formation.occulter.coverage] {
      guard let coverage else { continue }
      let room = min(
        contact.instant.seconds(since: coverage.lowerBound),
        coverage.upperBound.seconds(since: contact.instant))
      step = min(step, room / 2)
    }
    guard step >= 1e-6 else {
      throw GeometryError(
        .outsideCoverage,
        "the contact at \(contact.instant.text(fractionDigits: 6)) lies at the very end of a "
          + "trajectory's coverage: its rate cannot be told; give the trajectory a longer table")
    }
    var values: [Double] = []
    for offset in -2...2 {
      let seen = try formation.view(
        at: contact.instant.advanced(bySeconds: Double(offset) * step))
      values.append(function.value(seen.discs))
    }
    rate = (values[0] - 8 * values[1] + 8 * values[3] - values[4]) / (12 * step)
    curvature =
      (-values[0] + 16 * values[1] - 30 * values[2] + 16 * values[3] - values[4])
      / (12 * step * step)
  }

  /// The shift of the contact for a small change of the depth function, s; positive is later.
  ///
  /// - Parameter change: how much the parameter's error raises the function, radians.
  public func shift(byDepth change: Double) -> Double { -change / rate }

  /// The shift for an error of the occulter's place, m, GCRF.
  public func shift(byPosition error: Vector3) -> Double {
    shift(byDepth: gradient.position.dot(error))
  }

  /// The shift for a small turn of the occulter about its own axes x, y and z, radians.
  public func shift(byTurn error: Vector3) -> Double {
    shift(byDepth: gradient.attitude.dot(error))
  }

  /// How far the depth is from straight for turns of given sizes, radians.
  ///
  /// For each axis the mean of the changes by a turn either way, which is nothing where the depth is
  /// straight and all there is where the body stands at the best of its attitudes, as a disc does that
  /// faces the observer, or where another point of the outline takes over. Infinite where a turn leads
  /// the body into the observer.
  func bend(turning sizes: Vector3) -> Double {
    guard !shape.isRound, sizes != .zero else { return 0 }
    func depth(_ turn: Vector3) -> Double {
      let attitude = view.bodyToGCRF.afterTurning(by: turn)
      guard let outline = try? shape.silhouette(at: view.occulter, attitude: attitude) else {
        return .infinity
      }
      return gradient.function.value(
        outline.discs(sun: view.context.sun.direction, sunRadius: view.discs.sunRadius))
    }
    let here = depth(.zero)
    var squares = 0.0
    for axis in 0..<3 where sizes[axis] > 0 {
      var turn = Vector3.zero
      turn[axis] = sizes[axis]
      let mean = ((depth(turn) - here) + (depth(-turn) - here)) / 2
      squares += mean * mean
    }
    return squares.squareRoot()
  }
}

extension OccultationWindow {
  /// The window's contacts with their names and functions, in order of time.
  ///
  /// The central phases of one window are named C2 and C3 at their first beginning and last end;
  /// where one kind follows another, the inner ends are named by their class.
  public var namedContacts: [(name: String, function: DepthFunction, contact: Contact)] {
    var list: [(name: String, function: DepthFunction, contact: Contact)] = []
    if let first { list.append(("C1", .any, first)) }
    for (index, phase) in phases.enumerated() {
      let function: DepthFunction = phase.occultationClass == .annular ? .annular : .total
      if let start = phase.start {
        let name = index == 0 ? "C2" : "\(phase.occultationClass.rawValue) begins"
        list.append((name, function, start))
      }
      if let end = phase.end {
        let name =
          index == phases.count - 1 ? "C3" : "\(phase.occultationClass.rawValue) ends"
        list.append((name, function, end))
      }
    }
    if let fourth { list.append(("C4", .any, fourth)) }
    return list
  }
}

extension Formation {
  /// The sensitivities of all contacts of a window, with their names, in order of time.
  ///
  /// - Throws: `GeometryError` as for ``ContactSensitivity``.
  public func sensitivities(
    of window: OccultationWindow
  ) throws(GeometryError) -> [(name: String, sensitivity: ContactSensitivity)] {
    let contacts = window.namedContacts
    var list: [(name: String, sensitivity: ContactSensitivity)] = []
    for (index, entry) in contacts.enumerated() {
      var scale = 128.0
      for other in contacts.indices where other != index {
        let gap = entry.contact.instant.seconds(since: contacts[other].contact.instant).magnitude
        // The two ends of one point are no scale of the motion.
        if gap > 0 { scale = min(scale, gap) }
      }
      let sensitivity = try ContactSensitivity(
        entry.contact, of: entry.function, in: self, timeScale: scale)
      list.append((entry.name, sensitivity))
    }
    return list
  }
}
