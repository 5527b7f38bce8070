/// How a file is packed, of the ways that are unpacked here while it is read.
enum Compression: String, Hashable, Sendable {
  case gzip, zstd

  /// The program that unpacks it to its standard output.
  var program: String {
    switch self {
    case .gzip: "zcat"
    case .zstd: "zstdcat"
    }
  }
}
