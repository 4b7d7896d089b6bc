internal import Geometry

/// The contacts of a window in order of time, each with a name that no other contact of it has.
///
/// With one central phase they are C1 to C4. Of several, C2 is the beginning of the first and C3 the end of the last;
/// those between are named by their class, and by their number where a class comes again: `total 1 ends`.
struct WindowMoments {
  /// A contact.
  struct Moment {
    /// Such as `C2` or `total 1 ends`.
    let name: String
    /// What happens, in words.
    let meaning: String
    /// When; nil outside the span.
    let contact: Contact?
    /// Whether something begins with it; what begins outside the span does so before it.
    let isStart: Bool
    /// Whether it is the edge of a central phase.
    let isCentral: Bool
  }

  let moments: [Moment]

  init(_ window: OccultationWindow) {
    let phases = window.phases
    var moments = [
      Moment(
        name: "C1", meaning: "the occulter touches the Sun", contact: window.first, isStart: true,
        isCentral: false)
    ]
    for (index, phase) in phases.enumerated() {
      let alike = phases.filter { $0.occultationClass == phase.occultationClass }.count
      let number =
        1 + phases[..<index].filter { $0.occultationClass == phase.occultationClass }.count
      let noun = phase.occultationClass == .total ? "totality" : "annularity"
      let name = phase.occultationClass.rawValue + (alike > 1 ? " \(number)" : "")
      let words = noun + (alike > 1 ? " \(number) of \(alike)" : "")
      moments.append(
        Moment(
          name: index == 0 ? "C2" : "\(name) begins", meaning: "\(words) begins",
          contact: phase.start, isStart: true, isCentral: true))
      moments.append(
        Moment(
          name: index == phases.count - 1 ? "C3" : "\(name) ends", meaning: "\(words) ends",
          contact: phase.end, isStart: false, isCentral: true))
    }
    moments.append(
      Moment(
        name: "C4", meaning: "the occulter leaves the Sun", contact: window.fourth, isStart: false,
        isCentral: false))
    self.moments = moments
  }
}
