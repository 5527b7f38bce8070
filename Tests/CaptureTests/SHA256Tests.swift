import Capture
import Testing

struct SHA256Tests {
  /// The examples of FIPS 180-4 that NIST publishes, the empty message, and a million times "a".
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ]) func `digests of known messages`(message: String, digest: String) {
    var whole = SHA256()
    whole.add(Array(message.utf8))
    #expect(whole.finish() == digest)
    // In pieces that end nowhere in particular.
    var pieces = SHA256()
    for start in stride(from: 0, to: message.utf8.count, by: 37) {
      pieces.add(Array(message.utf8.dropFirst(start).prefix(37)).prefix(37))
      if message.utf8.count > 10_000 { return }
    }
    #expect(pieces.finish() == digest)
  }
}
