internal import CCrypto

/// SHA-256 as hexadecimal text, by OpenSSL's libcrypto.
enum Digest {
  static func sha256(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    // https://docs.openssl.org/3.0/man3/SHA256_Init/: the one-shot form cannot fail.
    SHA256(bytes, bytes.count, &digest)
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }
}
