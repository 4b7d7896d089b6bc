internal import Foundation
internal import Geometry

/// The error budget of one window, as it is printed.
struct WindowBudget: Encodable, Sendable {
  struct Item: Encodable, Sendable {
    var cause: String
    var size: Double
    var unit: String
    var contacts_s: [Double]
    var umbra_radius_mm: Double
    var axis_mm: Double
  }
  var window: Int
  var contacts: [String]
  var items: [Item]
  var total_s: [Double]
}

extension WindowsAnswer {
  /// Adds to every window what the error of its contacts is made of.
  ///
  /// - Throws: `GeometryError` when a contact lies at the very end of a table.
  public mutating func addBudget() throws {
    budget = try result.windows.enumerated().map { index, window in
      let budget = try scenario.formation.errorBudget(of: window)
      return WindowBudget(
        window: index + 1, contacts: budget.contacts,
        items: budget.items.map {
          .init(
            cause: $0.cause, size: $0.size, unit: $0.unit, contacts_s: $0.contactSeconds,
            umbra_radius_mm: $0.umbraRadius * 1000, axis_mm: $0.axis * 1000)
        }, total_s: budget.totalSeconds)
    }
  }

  /// The budgets as lines of the table; none unless they were added.
  var budgetLines: [String] {
    guard let budget else { return [] }
    return budget.flatMap { window -> [String] in
      func pad(_ text: String, _ width: Int) -> String {
        text.count < width ? text + String(repeating: " ", count: width - text.count) : text
      }
      func right(_ text: String) -> String {
        String(repeating: " ", count: max(1, 11 - text.count)) + text
      }
      let names = window.contacts.map { right($0) }.joined()
      var lines = [
        "",
        pad("error budget, window \(window.window)", 58) + pad("size", 22) + names
          + right("umbra mm") + right("axis mm"),
      ]
      for item in window.items {
        let size = item.unit.isEmpty ? "none" : String(format: "%.3g ", item.size) + item.unit
        lines.append(
          pad("  " + item.cause, 58) + pad(size, 22)
            + (item.contacts_s + [item.umbra_radius_mm, item.axis_mm]).map {
              right($0 == 0 ? "0" : String(format: "%.1e", $0))
            }.joined())
      }
      if !window.contacts.isEmpty {
        lines.append(
          pad("  together, as if independent", 80)
            + window.total_s.map { right(String(format: "%.1e", $0)) }.joined())
      }
      lines.append("  contacts in seconds")
      return lines
    }
  }
}
