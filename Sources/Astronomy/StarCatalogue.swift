/// A list of stars with the name of its source.
public struct StarCatalogue: Sendable, Hashable {
  /// The catalogue's name, for headers and tables.
  public var name: String
  /// The stars, in the order of the source.
  public var stars: [Star]

  /// A catalogue from its stars.
  ///
  /// - Parameters:
  ///   - name: the catalogue's name.
  ///   - stars: the stars.
  public init(name: String, stars: [Star]) {
    self.name = name
    self.stars = stars
  }
}
