extension GlossaryTerm {
  /// Where a term is defined.
  struct Source: Hashable, Sendable {
    /// An RFC, or another standard or manual.
    let document: String
    /// Its section, where the document is divided into them.
    let section: String?

    fileprivate init(_ document: String, _ section: String? = nil) {
      self.document = document
      self.section = section
    }

    fileprivate static func rfc(_ number: Int, _ section: String) -> Source { Source("RFC \(number)", section) }
  }

  /// Nil for words of the classroom that no standard defines.
  var source: Source? {
    switch self {
    case .originator, .responder: .rfc(9293, "3.5")
    case .port: .rfc(6335, "3")
    case .ephemeralPort: .rfc(6335, "6")
    case .streamNumber: Source("Wireshark User's Guide")
    case .capturePoint, .offload: nil
    case .snapshotLength: Source("man pcap")
    case .frame: Source("IEEE 802.3")
    case .segment: .rfc(9293, "3.1")
    case .datagram: Source("RFC 768")
    case .payload: .rfc(9293, "3.4")
    case .fragment: .rfc(791, "3.2")
    case .checksum: Source("RFC 1071")
    case .ttl: .rfc(791, "3.1")
    case .portUnreachable: .rfc(1122, "3.2.2.1")
    case .syn, .ack, .fin, .rst, .psh: .rfc(9293, "3.1")
    case .urgent: .rfc(9293, "3.8.5")
    case .synAck: .rfc(9293, "3.5")
    case .sequenceNumber, .acknowledgmentNumber: .rfc(9293, "3.4")
    case .initialSequenceNumber: .rfc(9293, "3.4.1")
    case .relativeNumber: Source("Wireshark User's Guide")
    case .handshake: .rfc(9293, "3.5")
    case .backlog: Source("POSIX listen()")
    case .mss: .rfc(9293, "3.7.1")
    case .windowScale: .rfc(7323, "2")
    case .timestamps: .rfc(7323, "3")
    case .fastOpen: Source("RFC 7413")
    case .simultaneousOpen: .rfc(9293, "3.5")
    case .ecn: Source("RFC 3168")
    case .window: .rfc(9293, "3.8.6")
    case .receiveBuffer: .rfc(9293, "3.8.6.2")
    case .zeroWindow, .windowProbe: .rfc(9293, "3.8.6.1")
    case .cumulativeACK: .rfc(9293, "3.4")
    case .delayedACK: .rfc(9293, "3.8.6.3")
    case .duplicateACK: .rfc(5681, "2")
    case .sack: Source("RFC 2018")
    case .duplicateSACK: Source("RFC 2883")
    case .roundTrip: .rfc(6298, "3")
    case .echo: Source("RFC 862")
    case .keepAlive: .rfc(9293, "3.8.4")
    case .retransmission: .rfc(9293, "3.8.1")
    case .timeout: .rfc(6298, "2")
    case .backOff: .rfc(6298, "5.5")
    case .fastRetransmission: .rfc(5681, "3.2")
    case .tailLossProbe: .rfc(8985, "7")
    case .outOfOrder: .rfc(9293, "3.10.7.4")
    case .activeCloser, .passiveCloser, .halfClosed: .rfc(9293, "3.6")
    case .timeWait: .rfc(9293, "3.3.2")
    }
  }
}
