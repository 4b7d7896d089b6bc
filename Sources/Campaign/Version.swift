/// The version of the package, written into every product.
public enum Version {
  /// The current version, as in the changelog.
  public static let current = "0.1.0"
}
