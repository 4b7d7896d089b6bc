/// What is wrong with the packed bytes of a tile.
struct TileDamage: Error {
  let message: String

  init(_ message: String) { self.message = message }

  static let cutShort = TileDamage("its packed bytes end too early")
}
