struct EnglishGlossary: Glossary {
  var heading: String { "Glossary" }

  func text(_ source: GlossaryTerm.Source) -> String {
    source.section.map { "\(source.document), section \($0)" } ?? source.document
  }

  func word(_ term: GlossaryTerm) -> String {
    switch term {
    case .originator: "originator"
    case .responder: "responder"
    case .port: "port"
    case .ephemeralPort: "ephemeral port"
    case .streamNumber: "stream number"
    case .capturePoint: "capture point"
    case .snapshotLength: "snapshot length"
    case .frame: "frame"
    case .segment: "segment"
    case .datagram: "datagram"
    case .payload: "payload"
    case .fragment: "fragment"
    case .checksum: "checksum"
    case .offload: "offload"
    case .ttl: "TTL"
    case .portUnreachable: "ICMP port unreachable"
    case .syn: "SYN"
    case .ack: "ACK"
    case .fin: "FIN"
    case .rst: "RST"
    case .psh: "PSH"
    case .urgent: "urgent data"
    case .synAck: "SYN-ACK"
    case .sequenceNumber: "sequence number"
    case .acknowledgmentNumber: "acknowledgment number"
    case .initialSequenceNumber: "ISN"
    case .relativeNumber: "relative number"
    case .handshake: "three-way handshake"
    case .backlog: "backlog"
    case .mss: "MSS"
    case .windowScale: "window scale"
    case .timestamps: "TCP timestamps"
    case .fastOpen: "TCP Fast Open"
    case .simultaneousOpen: "simultaneous open"
    case .ecn: "ECN"
    case .window: "window"
    case .receiveBuffer: "receive buffer"
    case .zeroWindow: "zero window"
    case .windowProbe: "window probe"
    case .cumulativeACK: "cumulative ACK"
    case .delayedACK: "delayed ACK"
    case .duplicateACK: "duplicate ACK"
    case .sack: "SACK"
    case .duplicateSACK: "D-SACK"
    case .roundTrip: "round-trip time"
    case .echo: "echo"
    case .keepAlive: "keep-alive"
    case .retransmission: "retransmission"
    case .timeout: "retransmission timeout"
    case .backOff: "back-off"
    case .fastRetransmission: "fast retransmission"
    case .tailLossProbe: "tail loss probe"
    case .outOfOrder: "out of order"
    case .activeCloser: "active closer"
    case .passiveCloser: "passive closer"
    case .halfClosed: "half-closed"
    case .timeWait: "TIME-WAIT"
    }
  }

  func forms(_ term: GlossaryTerm) -> [String] {
    switch term {
    case .frame: ["frames", "Frame", "Frames"]
    case .segment: ["segments"]
    case .datagram: ["datagrams"]
    case .fragment: ["fragments"]
    case .checksum: ["checksums"]
    case .originator: ["originators", "Originator"]
    case .responder: ["responders"]
    case .port: ["ports"]
    case .syn: ["SYNs"]
    case .ack: ["ACKs"]
    case .fin: ["FINs"]
    case .rst: ["RSTs"]
    case .synAck: ["SYN-ACKs"]
    case .urgent: ["urgent pointer", "URG"]
    case .sequenceNumber: ["sequence numbers"]
    case .initialSequenceNumber: ["initial sequence number", "initial sequence numbers"]
    case .relativeNumber: ["relative numbers", "relative sequence numbers"]
    case .handshake: ["handshake"]
    case .windowScale: ["window scales"]
    case .simultaneousOpen: ["Simultaneous open"]
    case .ecn: ["congestion experienced", "CWR", "ECE"]
    case .zeroWindow: ["window 0"]
    case .windowProbe: ["window probes"]
    case .duplicateACK: ["duplicate ACKs"]
    case .roundTrip: ["round trip", "RTT"]
    case .keepAlive: ["keep-alives", "Keep-alives"]
    case .retransmission: ["sent again", "retransmissions"]
    case .timeout: ["timeout", "timeouts"]
    case .fastRetransmission: ["fast retransmit"]
    case .portUnreachable: ["ICMP port unreachable (type 3, code 3)"]
    case .ttl: ["time to live exceeded", "hop limit exceeded"]
    case .payload, .ephemeralPort, .streamNumber, .capturePoint, .snapshotLength, .offload, .psh,
      .acknowledgmentNumber, .backlog, .mss, .timestamps, .fastOpen, .window, .receiveBuffer, .cumulativeACK,
      .delayedACK,
      .sack, .duplicateSACK, .echo, .backOff, .tailLossProbe, .outOfOrder, .activeCloser, .passiveCloser, .halfClosed,
      .timeWait:
      []
    }
  }
}
