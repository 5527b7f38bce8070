/// An address resolution message, read in place (RFC 826). Addresses are read for Ethernet and IPv4 only.
public struct ARPPacket: ~Escapable {
  private enum Field {
    static let hardwareType = 0
    static let protocolType = 2
    static let hardwareLength = 4
    static let operation = 6
    static let protocolAddressLength = 5
    static let senderHardware = 8
    static let senderProtocol = 14
    static let targetProtocol = 24
  }

  private let bytes: RawSpan

  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(DecodeError) {
    guard bytes.byteCount >= Field.senderHardware else {
      throw .truncated(.arp, needed: Field.senderHardware, available: bytes.byteCount)
    }
    // Two addresses of each kind, as long as the packet says: 28 bytes for Ethernet and IPv4.
    let addresses = Int(bytes.byte(at: Field.hardwareLength)) + Int(bytes.byte(at: Field.protocolAddressLength))
    guard bytes.byteCount >= Field.senderHardware + 2 * addresses else {
      throw .truncated(.arp, needed: Field.senderHardware + 2 * addresses, available: bytes.byteCount)
    }
    self.bytes = bytes
  }

  /// 1 asks, 2 answers.
  public var operation: UInt16 { bytes.load(fromByteOffset: Field.operation) }
  private var isEthernetIPv4: Bool {
    bytes.load(fromByteOffset: Field.hardwareType, as: UInt16.self) == 1
      && bytes.load(fromByteOffset: Field.protocolType, as: UInt16.self) == 0x0800
      && bytes.load(fromByteOffset: Field.hardwareLength, as: UInt16.self) == 0x0604
  }
  public var senderHardwareAddress: MACAddress? {
    isEthernetIPv4 ? MACAddress(bytes, at: Field.senderHardware) : nil
  }
  public var senderAddress: IPAddress? {
    isEthernetIPv4 ? IPAddress(v4: bytes.load(fromByteOffset: Field.senderProtocol)) : nil
  }
  public var targetAddress: IPAddress? {
    isEthernetIPv4 ? IPAddress(v4: bytes.load(fromByteOffset: Field.targetProtocol)) : nil
  }
}
