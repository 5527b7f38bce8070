import Conversations
import SessionLog

/// English.
struct EnglishFigurePhrases: FigurePhrases {
  var numbers: NumberText { .plain }

  func title(of transport: TransportProtocol, stream: Int) -> String {
    (transport == .tcp ? "TCP stream " : "UDP stream ") + "\(stream)"
  }

  func ladder(from originator: String, to responder: String, packets: Int, shown: Int) -> String {
    let part = shown == packets ? "all of them" : "\(shown) of them"
    return "Sequence diagram of \(packets) \(packets == 1 ? "packet" : "packets") between \(originator) and "
      + "\(responder), \(packets == 1 ? "shown" : part + " shown") as arrows in order of time."
  }

  func party(_ side: Side, _ role: SessionHeader.Role?) -> String {
    switch role {
    case .client: "client"
    case .server: "server"
    case nil: side == .originator ? "originator" : "responder"
    }
  }

  func frameColumn() -> String { "frame" }
  func timeColumn() -> String { "time (s)" }

  func phase(_ phase: Ladder.Phase) -> String {
    switch phase {
    case .establishment: "Connection establishment"
    case .transfer: "Data transfer"
    case .termination: "Connection termination"
    }
  }

  func fragment() -> String { "fragment" }

  func icmp(_ name: String?) -> String { "ICMP " + (name ?? "error") }

  func reported(_ error: String, by address: String) -> String { "\(error), sent by \(address)" }

  func mark(_ mark: LadderMark) -> String {
    switch mark {
    case .repeats(let frame, let cause):
      "retransmission" + (frame.map { " of frame \($0)" } ?? ", the first copy is not in the capture") + why(cause)
    case .sentAgain: "retransmission"
    case .lost(let again): "lost: sent again in frame \(again)"
    case .unanswered(let again): "no answer seen: sent again in frame \(again)"
    case .needless(let again): "arrived, and sent again in frame \(again) all the same"
    case .late: "out of order: sent before others that overtook it"
    case .ahead(let frame): "ahead of frame \(frame), which was sent before"
    case .copy: "the same packet once more"
    case .duplicateACK: "duplicate ACK"
    case .keepAlive: "keep-alive"
    case .zeroWindow: "window 0: the receiver takes nothing"
    case .windowProbe: "window probe"
    case .windowFull: "fills the receiver's window"
    case .acknowledgesUnseen: "acknowledges bytes that are not in the capture"
    case .ignoredReset: "outside the window: the receiver ignores it"
    case .olderConnection: "belongs to an older connection on these ports"
    case .otherAnswer: "another answer, which was not taken"
    case .dataAfterFIN: "sent after the other side had closed"
    case .noReply: "no reply in the capture"
    case .icmpError(let frame): "answered by an ICMP error: frame \(frame)"
    case .reply(let frame): "reply to frame \(frame)"
    case .furtherReply(let frame): "one more reply to frame \(frame)"
    case .overtakenReply: "out of order: after the reply to a later request"
    case .unasked: "no request for it in the capture"
    case .shortened: "only the beginning of the request"
    case .different: "not the same bytes as the request"
    case .reassembled(let frames): "from \(frames.count) fragments: frames \(list(frames))"
    case .about(let frame): "about frame \(frame)"
    }
  }

  private func why(_ cause: Retransmission.Cause?) -> String {
    switch cause {
    case .timeout: " (timeout)"
    case .fast: " (fast retransmit)"
    case .tailLossProbe: " (tail loss probe)"
    case .afterTimeout: " (after the timeout)"
    case .afterError: " (after an error)"
    case .unknown, nil: ""
    }
  }

  func gap(from first: UInt32, to last: UInt32, bytes: Int, again: Int?) -> String {
    "not captured: " + (bytes == 1 ? "1 byte, seq \(first)" : "\(bytes) bytes, seq \(first) to \(last)")
      + (again.map { "; sent again in frame \($0)" } ?? "")
  }

  func omitted(rows: Int) -> String { rows == 1 ? "… 1 call …" : "… \(rows) calls …" }

  func omitted(packets: Int, from first: Int, to last: Int) -> String {
    packets == 1 ? "… 1 packet (frame \(first)) …" : "… \(packets) packets (frames \(first)–\(last)) …"
  }

  func notKept(packets: Int, after frame: Int) -> String {
    "… \(packets) more \(packets == 1 ? "packet" : "packets") after frame \(frame), not kept one by one …"
  }

  func title(
    of kind: PlotKind, _ variant: Plot.Variant?, from side: Side?, _ transport: TransportProtocol
  ) -> String {
    let what =
      switch kind {
      case .timeSequence: variant == .stevens ? "Sequence numbers over time (Stevens)" : "Time–sequence (tcptrace)"
      case .rtt: "Round trip time"
      case .rttDistribution: transport == .tcp ? "Distribution of round trip times" : "Distribution of latencies"
      case .inFlight: "Bytes in flight and the receiver's window"
      case .throughput: "Throughput"
      case .latency: "Latency: request to reply"
      }
    guard let side else { return what }
    return what + (side == .originator ? ", originator → responder" : ", responder → originator")
  }

  func plot(_ series: [String], values: Int, from start: String, to end: String, largest: String) -> String {
    "Plot of \(series.joined(separator: ", ")): \(values) \(values == 1 ? "value" : "values") from \(start) to \(end), the "
      + "largest \(largest)."
  }

  func axis(_ axis: PlotBuilder.AxisName) -> String {
    switch axis {
    case .time: "time since the first packet"
    case .sequenceNumber: "relative sequence number"
    case .roundTrip: "round trip time"
    case .latency: "latency"
    case .bytesInFlight: "bytes in flight"
    case .rate: "payload"
    case .samples: "samples that took at most so long"
    }
  }

  func series(_ series: PlotBuilder.SeriesName) -> String {
    switch series {
    case .sent: "segments"
    case .sentAgain: "R: sent again"
    case .acknowledged: "acknowledged"
    case .window: "receiver's window"
    case .selective: "SACK blocks"
    case .pureACK: "to an ACK without data"
    case .piggybackedACK: "to an ACK with data"
    case .handshake: "handshake"
    case .noSample: "no sample: sent again, or ACKed late"
    case .estimate: "EstimatedRTT"
    case .inFlight: "in flight"
    case .sentRate: "sent"
    case .acknowledgedRate: "acknowledged"
    case .meanRate: "acknowledged, mean so far"
    case .latency: "request to reply"
    case .overtaken: "reply out of order"
    case .noReply: "no reply in the capture"
    }
  }

  func byteUnit(_ count: Int64) -> String { count == 1 ? "byte" : "bytes" }

  func above(_ series: String, upTo largest: String, isWhole: Bool) -> String {
    "\(series): above the plot\(isWhole ? "" : " in part"), up to \(largest)"
  }

  func thinned(_ series: String, shown: Int, of total: Int) -> String {
    "\(series): \(shown) of \(total) values are drawn, the smallest and the largest of each stretch among them"
  }

  private func list(_ frames: [Int]) -> String {
    let shown = frames.prefix(6).map { "\($0)" }.joined(separator: ", ")
    return frames.count > 6 ? shown + ", …" : shown
  }
}
