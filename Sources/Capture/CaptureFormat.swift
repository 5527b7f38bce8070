/// How a capture file is laid out.
public enum CaptureFormat: String, Hashable, Sendable, Codable {
  /// A file header, then records: what `tcpdump -w` writes, in microseconds or nanoseconds.
  case pcap
  /// Records with eight bytes more, written by old patched versions of libpcap.
  case modifiedPcap = "modified pcap"
  /// Sections of blocks, with interfaces described in the file (draft-ietf-opsawg-pcapng): what Wireshark writes.
  case pcapng
  /// What Solaris's snoop writes (RFC 1761).
  case snoop

  /// As reports print it.
  public var name: String { rawValue }
}
