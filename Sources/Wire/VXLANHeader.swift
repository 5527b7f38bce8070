/// A VXLAN header, read in place (RFC 7348, section 5): an Ethernet frame follows.
struct VXLANHeader: ~Escapable {
  private enum Field {
    static let flags = 0
    static let networkIdentifier = 4
    static let frame = 8
  }

  static var port: UInt16 { 4789 }
  static var headerLength: Int { Field.frame }

  private let bytes: RawSpan

  /// Nil when the datagram is none of VXLAN: of another port, too short for the Ethernet frame, or without the flag that
  /// says that the network identifier is valid.
  @_lifetime(copy datagram)
  init?(in datagram: UDPDatagram) {
    guard datagram.destinationPort == Self.port || datagram.sourcePort == Self.port else { return nil }
    let bytes = datagram.payload
    guard bytes.byteCount >= Field.frame, bytes.byte(at: Field.flags) & 0x08 != 0 else { return nil }
    self.bytes = bytes
  }

  /// The VNI.
  var networkIdentifier: UInt32 { bytes.load(fromByteOffset: Field.networkIdentifier, as: UInt32.self) >> 8 }

  /// The captured part of the Ethernet frame.
  var payload: RawSpan {
    @_lifetime(copy self) get { bytes.part(from: Field.frame) }
  }
}
