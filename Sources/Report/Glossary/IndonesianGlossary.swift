struct IndonesianGlossary: Glossary {
  var heading: String { "Glosarium" }

  func text(_ source: GlossaryTerm.Source) -> String {
    source.section.map { "\(source.document), bagian \($0)" } ?? source.document
  }

  func word(_ term: GlossaryTerm) -> String {
    switch term {
    case .originator: "inisiator"
    case .responder: "penjawab"
    case .port: "port"
    case .ephemeralPort: "port sementara"
    case .streamNumber: "nomor stream"
    case .capturePoint: "titik penangkapan"
    case .snapshotLength: "batas panjang tangkapan"
    case .frame: "bingkai"
    case .segment: "segmen"
    case .datagram: "datagram"
    case .payload: "muatan"
    case .fragment: "fragmen"
    case .checksum: "checksum"
    case .offload: "offload"
    case .ttl: "TTL"
    case .portUnreachable: "ICMP port unreachable"
    case .syn: "SYN"
    case .ack: "ACK"
    case .fin: "FIN"
    case .rst: "RST"
    case .psh: "PSH"
    case .urgent: "data mendesak"
    case .synAck: "SYN-ACK"
    case .sequenceNumber: "nomor urut"
    case .acknowledgmentNumber: "nomor pengakuan"
    case .initialSequenceNumber: "ISN"
    case .relativeNumber: "nomor relatif"
    case .handshake: "jabat tangan tiga arah"
    case .backlog: "antrean koneksi"
    case .mss: "MSS"
    case .windowScale: "skala jendela"
    case .timestamps: "timestamp TCP"
    case .fastOpen: "TCP Fast Open"
    case .simultaneousOpen: "pembukaan serentak"
    case .ecn: "ECN"
    case .window: "jendela"
    case .receiveBuffer: "buffer penerima"
    case .zeroWindow: "jendela nol"
    case .windowProbe: "probe jendela"
    case .cumulativeACK: "ACK kumulatif"
    case .delayedACK: "ACK tertunda"
    case .duplicateACK: "duplikat ACK"
    case .sack: "SACK"
    case .duplicateSACK: "D-SACK"
    case .roundTrip: "waktu tempuh bolak-balik"
    case .echo: "echo"
    case .keepAlive: "keep-alive"
    case .retransmission: "pengiriman ulang"
    case .timeout: "timeout pengiriman ulang"
    case .backOff: "back-off"
    case .fastRetransmission: "pengiriman ulang cepat"
    case .tailLossProbe: "tail loss probe"
    case .outOfOrder: "tidak berurutan"
    case .activeCloser: "penutup aktif"
    case .passiveCloser: "penutup pasif"
    case .halfClosed: "setengah tertutup"
    case .timeWait: "TIME-WAIT"
    }
  }

  func forms(_ term: GlossaryTerm) -> [String] {
    switch term {
    case .urgent: ["urgent pointer", "URG"]
    case .handshake: ["jabat tangan"]
    case .relativeNumber: ["nomor urut relatif"]
    case .initialSequenceNumber: ["nomor urut awal"]
    case .ecn: ["congestion experienced", "CWR", "ECE"]
    case .zeroWindow: ["jendela 0"]
    case .roundTrip: ["RTT"]
    case .retransmission: ["dikirim ulang", "pengulangannya"]
    case .timeout: ["timeout"]
    case .fastRetransmission: ["fast retransmit"]
    case .ttl: ["time to live exceeded", "hop limit exceeded"]
    case .frame: ["Bingkai"]
    case .snapshotLength: ["snapshot length"]
    case .originator, .responder, .port, .ephemeralPort, .streamNumber, .capturePoint, .segment,
      .datagram, .payload, .fragment, .checksum, .offload, .portUnreachable, .syn, .ack, .fin, .rst, .psh, .synAck,
      .sequenceNumber, .acknowledgmentNumber, .backlog, .mss, .windowScale, .timestamps, .fastOpen, .simultaneousOpen,
      .window, .receiveBuffer, .windowProbe, .cumulativeACK, .delayedACK, .duplicateACK, .sack, .duplicateSACK, .echo,
      .keepAlive, .backOff, .tailLossProbe, .outOfOrder, .activeCloser, .passiveCloser, .halfClosed, .timeWait:
      []
    }
  }
}
