internal import CCrypto
internal import Foundation
internal import Imagery

/// SHA-256 as hexadecimal text, by OpenSSL's libcrypto.
enum Digest {
  static func sha256(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    // https://docs.openssl.org/3.0/man3/SHA256_Init/: the one-shot form cannot fail.
    SHA256(bytes, bytes.count, &digest)
    return hexadecimal(digest)
  }

  private static func hexadecimal(_ digest: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

  /// The hash of a text in base 64, as policies of web pages name scripts.
  static func sha256Base64(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var digest = [UInt8](repeating: 0, count: 32)
    SHA256(bytes, bytes.count, &digest)
    return Data(digest).base64EncodedString()
  }

  /// The hash of a file, which is never in memory as a whole.
  ///
  /// - Throws: `ImageryError` when it cannot be read.
  static func sha256(ofFile path: String) throws(ImageryError) -> String {
    let stream = Stream()
    try MappedFile(path).forEachPiece { _, piece in stream.update(piece) }
    return stream.finish()
  }

  /// A hash taken piece by piece, for files that should not be in memory at once.
  final class Stream {
    // https://docs.openssl.org/3.0/man3/EVP_DigestInit/; SHA-256 is always there.
    private let context = EVP_MD_CTX_new()

    init() {
      EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit {
      EVP_MD_CTX_free(context)
    }

    func update(_ piece: UnsafeRawBufferPointer) {
      EVP_DigestUpdate(context, piece.baseAddress, piece.count)
    }

    /// The hash of everything so far; nothing can be added after it.
    func finish() -> String {
      var digest = [UInt8](repeating: 0, count: 32)
      EVP_DigestFinal_ex(context, &digest, nil)
      return Digest.hexadecimal(digest)
    }
  }
}
