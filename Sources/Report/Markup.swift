/// Text of a page that is safe to stand in it.
///
/// The one place where text becomes HTML: a literal is taken as it is, whatever is interpolated is escaped, so
/// that no name, message or key can end the element or attribute it stands in. A value of this type that is
/// interpolated is taken as it is, too.
struct Markup: ExpressibleByStringInterpolation, Sendable, Equatable {
  /// The HTML.
  private(set) var html: String

  init(stringLiteral value: String) { html = value }

  init(stringInterpolation: StringInterpolation) { html = stringInterpolation.html }

  /// Pieces one after the other.
  init(_ parts: [Markup]) { html = parts.map(\.html).joined() }

  /// Adds a piece.
  static func += (left: inout Markup, right: Markup) { left.html += right.html }

  /// The pieces of a literal.
  struct StringInterpolation: StringInterpolationProtocol {
    var html = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      html.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { html += literal }
    mutating func appendInterpolation(_ text: String) { html += Escaping.text(text) }
    mutating func appendInterpolation(_ number: Int) { html += String(number) }
    mutating func appendInterpolation(_ markup: Markup) { html += markup.html }
    mutating func appendInterpolation(_ markup: [Markup]) {
      for part in markup { html += part.html }
    }

    /// Text that goes into a script element as JSON.
    mutating func appendInterpolation(json text: String) { html += Escaping.scriptData(text) }

    /// Text of this module's own, as style and script.
    mutating func appendInterpolation(own text: StaticString) { html += "\(text)" }
  }
}
