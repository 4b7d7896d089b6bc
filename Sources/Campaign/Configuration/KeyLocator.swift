/// Where every key of a TOML text stands; the parser itself does not tell.
///
/// The map is a tree built by ``KeyScanner`` in one pass. Elements of arrays have places too, so
/// that a bad number inside a list can be pointed at.
struct KeyLocator: Sendable {
  /// A line and column, counted from 1, columns in Unicode scalars.
  struct Place: Sendable, Hashable {
    var line = 1
    var column = 1
  }

  /// A key or an array element with what is beneath it.
  struct Node: Sendable {
    var place: Place
    var depth: Int
    var keys: [String: Int] = [:]
    var elements: [Int] = []
  }

  /// Array elements located one by one; those beyond are reported at the array's key.
  static let mostLocatedElements = 1024

  private(set) var nodes = [Node(place: Place(), depth: 0)]

  /// The place of a key, or nothing when the text does not hold it.
  func place(of path: ConfigurationPath) -> Place? {
    var node = 0
    for component in path.components {
      switch component {
      case .key(let key):
        guard let next = nodes[node].keys[key] else { return nil }
        node = next
      case .index(let index):
        // The tail of a long array has no places of its own; the array's key is near enough.
        guard nodes[node].elements.indices.contains(index) else {
          return nodes[node].elements.isEmpty ? nil : nodes[node].place
        }
        node = nodes[node].elements[index]
      }
    }
    return node == 0 ? nil : nodes[node].place
  }

  /// The node under a key of another node, made if new; arrays of tables lead to their last table.
  mutating func child(
    of parent: Int, key: String, at place: Place, replacingPlace: Bool = false
  ) -> Int {
    if let known = nodes[parent].keys[key] {
      if replacingPlace { nodes[known].place = place }
      return known
    }
    nodes.append(Node(place: place, depth: nodes[parent].depth + 1))
    nodes[parent].keys[key] = nodes.count - 1
    return nodes.count - 1
  }

  /// A new element at the end of the array at a node.
  mutating func element(of parent: Int, at place: Place) -> Int {
    nodes.append(Node(place: place, depth: nodes[parent].depth + 1))
    nodes[parent].elements.append(nodes.count - 1)
    return nodes.count - 1
  }

  /// The last table of an array of tables, or the node itself.
  func lastTable(of node: Int) -> Int { nodes[node].elements.last ?? node }
}
