import Conversations

struct EnglishAnswerPhrases: AnswerPhrases {
  let base = EnglishPhrases()
  let comparison = EnglishComparisonPhrases()

  var numbers: NumberText { .plain }
  var title: String { "Answers to lab questions" }

  var claims: String { "Statements checked against the packets" }

  func title(of set: AnswerSet) -> String {
    switch set {
    case .kuroseTCP: "The TCP lab of Kurose and Ross"
    case .kuroseUDP: "The UDP lab of Kurose and Ross"
    case .praktikum: "The practicum: its tasks, and statements checked"
    }
  }

  func subject(_ record: ConversationRecord, capture: String) -> String {
    "Answered for \(base.title(of: record)) of \(capture): \(record.originator) → \(record.responder), "
      + "frames \(record.first.frame) to \(record.last.frame)."
  }

  func reason(_ reason: AnswerSheet.Reason, for set: AnswerSet) -> String {
    switch reason {
    case .echo: "Chosen because it returns what it was sent; --stream picks another."
    case .largest(of: 1): "It is the only one of its protocol in this capture."
    case .largest(let count):
      "Chosen because none of the \(count) conversations of its protocol is an echo and it carries most payload; "
        + "--stream picks another."
    case .selected: "Chosen by the options."
    case .fitting: "Each question takes the conversation that fits it: a TCP echo, a UDP echo, a chat."
    case .none: ""
    }
  }

  func unfit(_ set: AnswerSet) -> String {
    switch set {
    case .kuroseTCP: "Left out: \(title(of: set)) (\(set.rawValue)): there is no TCP conversation to answer for."
    case .kuroseUDP:
      "Left out: \(title(of: set)) (\(set.rawValue)): there is no UDP conversation but those that hosts make by themselves."
    case .praktikum: "Left out: \(title(of: set)) (\(set.rawValue)): no conversation returns what it was sent."
    }
  }

  var nothing: String { "No conversation of these captures answers any set of questions." }
  var unknown: String { "unknown" }
  var client: String { "client" }
  var server: String { "server" }
  var beware: String { "Beware: " }
  func truth(_ value: Bool) -> String { value ? "yes" : "no" }
  func frames(_ frames: [Int], of total: Int) -> String { base.frames(frames, of: total) }
  func rowsLeftOut(_ count: Int, of total: Int) -> String { "… \(count) more of \(total) rows are left out …" }
  func worth(_ roundTrip: RoundTrip) -> String { base.worth(roundTrip) }

  func cause(_ cause: Retransmission.Cause) -> String {
    switch cause {
    case .timeout: "timeout"
    case .fast: "duplicate ACKs or SACK"
    case .tailLossProbe: "tail loss probe"
    case .afterTimeout: "after a timeout"
    case .afterError: "after an error"
    case .unknown: "not known"
    }
  }

  func verdict(_ verdict: Answer.Verdict) -> String {
    switch verdict {
    case .right: "Right."
    case .wrong: "Wrong."
    case .partly: "Partly right."
    case .undecided: "Cannot be decided from these packets."
    }
  }

  func cannot(_ obstacle: AnswerObstacle) -> String {
    "Cannot be answered from this capture, because \(text(obstacle))."
  }

  func cannotAny(of count: Int, _ obstacle: AnswerObstacle) -> String {
    "None of the \(count) questions can be answered from this capture, because \(text(obstacle))."
  }

  func undecided(_ obstacle: AnswerObstacle) -> String {
    "Cannot be decided from this capture, because \(text(obstacle))."
  }

  func inPart(_ obstacle: AnswerObstacle) -> String { "Only in part, because \(text(obstacle))." }
  func judgedInPart(_ obstacle: AnswerObstacle) -> String { "Judged by a part of it: \(text(obstacle))." }

  private func text(_ obstacle: AnswerObstacle) -> String {
    switch obstacle {
    case .noTCP: "it holds no TCP conversation"
    case .noUDP: "it holds no UDP conversation"
    case .noEcho: "it holds no echo"
    case .noChat: "it holds no conversation in which several messages go back and forth"
    case .noSample: "no packet with payload of this conversation was captured"
    case .noSYN: "no SYN was captured: who began is concluded from the ports, and the ISN is not known"
    case .noSYNACK: "no SYN-ACK was captured"
    case .noHandshake: "the three segments of the handshake are not all in it"
    case .noData: "no segment with payload was captured"
    case .oneDirection: "only one direction was captured"
    case .fewerSegments(let count, let wanted):
      "the sender sent only \(base.count(count, "segment")) with payload where \(wanted) are asked for"
    case .noScale:
      "no whole handshake was captured, so that the window scale, and with it the unit of windows, is not known"
    case .optionsCut:
      "the snapshot length cut the options of a SYN, and the window scale with them, so that the unit of windows is not known"
    case .payloadCut: "the snapshot length cut payload: what was cut cannot be looked at"
    case .searchEnded(let bytes): "only the first \(bytes) bytes are searched for a request"
    case .noAcknowledgment: "no ACK of this payload was captured"
    case .noRoundTrip: "no segment was sent once and acknowledged, so that there is no round trip to measure"
    case .noTime: "no time passed between its packets, or the clock ran backwards"
    case .noTeardown: "the end of the connection was not captured, or only one side of it"
    case .fewFleets(let count):
      "the payload went in \(base.count(count, "fleet")) and that shows no window: three fleets, one of them of several "
        + "segments, are the least"
    case .firstKept(let kept, let total): "only the first \(kept) of \(total) are kept one by one"
    case .someConversations: "not all conversations of the capture were looked at one by one"
    case .notLookedAt: "its packets were not kept: there are too many conversations to keep packets of each"
    case .noReply: "no request with its reply was captured"
    case .fragmented(let frame): "the datagram came in fragments, and its header is in another frame than \(frame)"
    case .headersUnknown(let frame): "the headers of frame \(frame) cannot be taken apart"
    case .rulesProgram: "it is a rule of the program's calls, and no packet of this capture shows it"
    }
  }
}
