internal import Crypto
internal import Foundation

/// SHA-256 as hexadecimal text.
enum Digest {
  static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

  static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

  private static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
