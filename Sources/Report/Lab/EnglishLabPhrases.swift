import Analyzer
import Conversations
import Wire

struct EnglishLabPhrases: LabPhrases {
  private let base = EnglishPhrases()

  func text(_ text: LabText) -> String {
    switch text {
    case .title: "Lab report: TCP and UDP echo"
    case .course: "Course"
    case .courseName: "Computer networks lab"
    case .name: "Name"
    case .id: "Student number"
    case .className: "Class"
    case .group: "Group"
    case .lecturer: "Lecturer"
    case .date: "Date"
    case .captureFile: "Capture"
    case .digest: "SHA-256"
    case .digestUnknown: "unknown: it cannot be read twice"
    case .packets: "Packets"
    case .trust: "Trust"
    case .program: "Made with"
    case .contents: "Contents"
    case .objectives: "1. Objectives"
    case .theory: "2. Theory in short"
    case .setup: "3. Setup and procedure"
    case .results: "4. Results"
    case .tcpAnalysis: "5. TCP analysis"
    case .udpAnalysis: "6. UDP analysis"
    case .anatomy: "7. Packet headers"
    case .comparison: "8. TCP and UDP compared"
    case .findings: "9. Findings and warnings"
    case .answers: "10. Answers to the module's tasks"
    case .conclusion: "11. Conclusion"
    case .appendix: "12. Appendix"
    case .objectiveProgram: "To know how client and server programs talk to each other."
    case .objectiveTCP: "To program with TCP sockets."
    case .objectiveUDP: "To program with UDP sockets."
    case .objectiveTCPEcho: "To see packet by packet how a TCP echo works."
    case .objectiveUDPEcho: "To see packet by packet how a UDP echo works."
    case .theoryTCP:
      "TCP is a stream of bytes between two sockets. A connection is opened by three segments (SYN, SYN-ACK, ACK), every byte "
        + "has a number and is acknowledged, and each side closes its direction with a FIN."
    case .theoryUDP:
      "UDP sends datagrams. Each stands alone: nothing is opened, numbered, acknowledged or closed. One sendto is one "
        + "datagram, and one recvfrom takes one."
    case .theoryKernel:
      "The kernel of a listening host answers the SYN and completes the handshake by itself; accept() only takes a "
        + "connection that is complete from the queue. The number given to listen() is how many may wait there, not how many "
        + "clients can be connected."
    case .theoryDatagram:
      "In TCP one send() and one recv() need not correspond: recv() takes what has arrived, up to the size that it asks for, "
        + "however it was sent."
    case .theoryHeaders:
      "Both headers carry ports and a checksum; only TCP's has sequence and acknowledgment numbers, flags and a window."
    case .tcpCalls: "TCP: calls, and what they do on the wire"
    case .udpCalls: "UDP: calls, and what they do on the wire"
    case .call: "call"
    case .onTheWire: "what it does"
    case .inThisCapture: "in this capture"
    case .experiment: "experiment"
    case .client: "client"
    case .server: "server"
    case .address: "address"
    case .card: "card (MAC)"
    case .system: "system (a guess)"
    case .port: "port"
    case .linkType: "Link type"
    case .point: "Captured"
    case .started: "First packet"
    case .notSeen: "not in the capture"
    case .console: "Console"
    case .packetList: "Packets in Wireshark's columns"
    case .times:
      "Times count in seconds from the first packet of the capture; in the diagram from the first packet of the conversation."
    case .ladder: "Sequence diagram"
    case .messages: "Messages and their echoes"
    case .otherConversations: "Also in this capture"
    case .number: "No."
    case .time: "Time"
    case .source: "Source"
    case .destination: "Destination"
    case .protocolName: "Protocol"
    case .length: "Length"
    case .info: "Info"
    case .message: "message"
    case .from: "from"
    case .bytes: "bytes"
    case .roundTrip: "echo after"
    case .socketCalls: "Socket calls and their frames"
    case .handshake: "Connection establishment"
    case .segments: "Segment by segment"
    case .flags: "flags"
    case .flagsBinary: "flags (binary)"
    case .next: "next seq"
    case .range: "bytes carried"
    case .window: "window"
    case .acknowledgment: "ack"
    case .sequence: "seq"
    case .arithmetic: "Sequence and acknowledgment numbers worked out"
    case .roundTrips: "Round trips, EstimatedRTT and timeout"
    case .acknowledgments: "Acknowledgments"
    case .covers: "covers"
    case .flow: "Window and flow control"
    case .losses: "Losses, repetitions, order"
    case .noLosses: "Nothing was sent again, nothing came out of order, and no ACK was repeated."
    case .teardown: "Connection termination"
    case .throughput: "Throughput, by definition"
    case .definition: "definition"
    case .plots: "Plots"
    case .noTCP: "The captures hold no TCP conversation."
    case .datagrams: "Requests and replies"
    case .lengthCheck: "Length checked"
    case .latencies: "Round trips, jitter, loss"
    case .noUDP: "The captures hold no UDP conversation."
    case .unreachable: "ICMP errors"
    case .oneTrace:
      "There is only one conversation to look at: a comparison needs a capture of each protocol, or of each link."
    case .noConversation: "The captures hold no TCP or UDP conversation."
    case .noFindings: "Nothing to warn of was found."
    case .taskStrengthsTCP: "a. What TCP is good at: the evidence"
    case .taskCalls: "b. Socket calls of server and client"
    case .taskHandshake: "c. The three-way handshake in numbers"
    case .taskStrengthsUDP: "d. What UDP is good at: the evidence"
    case .taskUses: "e. Uses of UDP in your own capture"
    case .taskDifferences: "f. Differences between TCP and UDP"
    case .seeComparison: "The eight aspects with measured values are in section 8."
    case .temporaryReport: "Temporary report"
    case .signature: "Signature of the assistant, date"
    case .memberNames: "Members of the group, with student numbers"
    case .programs: "Programs"
    case .logs: "Session logs"
    case .noLogs: "none were given: --log joins what the programs' sockets did with the frames"
    case .reproduce: "The same numbers again"
    case .tsharkNote: "Wireshark's own tool prints the packets of section 4 like this:"
    case .draft: "A draft from numbers alone:"
    case .ownObjectives: "your objectives, where the module asks for others"
    case .ownTheory: "your own summary of the theory, with its sources"
    case .ownSetup: "your devices, topology, and the commands that you ran"
    case .ownConsole: "a picture of both consoles, and what it shows"
    case .ownAnalysis: "your analysis: what do these numbers show, and why?"
    case .ownComparison: "your conclusion from the table: when would you use which?"
    case .ownAnswer: "your answer in your own words"
    case .ownConclusion: "your conclusion"
    case .ownProgram: "your programs"
    }
  }

  func date(year: Int, month: Int, day: Int) -> String {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    return "\(day) \(months[month - 1]) \(year)"
  }

  func placeholder(_ about: LabText) -> String { "[\(text(about))]" }

  func experiment(_ record: ConversationRecord, capture: String) -> String { "\(base.title(of: record)) (\(capture))" }
  func frames(_ frames: [Int]) -> String { base.frames(frames, of: frames.count) }

  func system(hops: UInt8, frame: Int) -> String {
    let usual =
      hops <= 64
      ? "64 is usual of Linux, macOS and phones"
      : hops <= 128 ? "128 is usual of Windows" : "255 is usual of network devices"
    return "TTL \(hops) (frame \(frame)): \(usual)"
  }

  func capturePoint(_ point: VantagePoint?) -> String {
    switch point {
    case .originator?: "at the client, as the handshake's times tell"
    case .responder?: "at the server, as the handshake's times tell"
    case .between(let percent)?: "between the two: \(percent) % of the way lie on the server's side"
    case .nearBoth?: "next to both ends: one machine, or one cable"
    case nil: "where is not known: no handshake tells"
    }
  }

  func rows(_ shown: Int, of total: Int) -> String { "… \(total - shown) of \(total) rows are left out here …" }

  func arithmetic(syn: Handshake.SYN, synAck: Handshake.SYN, acknowledgment: UInt32?) -> String {
    let (client, server) = (syn.initialSequenceNumber.rawValue, synAck.initialSequenceNumber.rawValue)
    return
      "SYN (frame \(syn.frame)): ISN \(client). SYN-ACK (frame \(synAck.frame)): Ack = \(client) + 1 = \(client &+ 1), "
      + "for SYN takes one number; its own ISN \(server). The last ACK: Ack = \(server) + 1 = \(server &+ 1). "
      + "Relative numbers begin with 0 at each ISN."
  }

  func arithmetic(_ segment: DataSegment) -> String {
    let next = segment.sequence &+ UInt32(truncatingIfNeeded: segment.length)
    let answer =
      segment.acknowledgedBy.map { "; frame \($0.frame) acknowledges it" } ?? "; no ACK in the capture covers it"
    return
      "frame \(segment.frame): Seq \(segment.sequence) + \(segment.length) bytes = \(next), the Ack that covers it\(answer)"
  }

  func coverage(one: Int, several: Int, kept: Int, of total: Int) -> String {
    let part = kept < total ? "Of the first \(kept) of \(total) segments: " : ""
    return part + "\(base.count(one, "frame acknowledges", "frames acknowledge")) one segment, \(several) two or more."
  }

  func datagramLength(frame: Int, payload: Int) -> String {
    "frame \(frame): Length \(payload + 8) = 8 (header) + \(payload) (payload)"
  }

  var closeOrShutdown: String { "close() or shutdown()" }
  var effectOfEither: String {
    "FIN from either: packets do not tell which it was, logs do (--log); close() sends RST where data was not read"
  }

  func effect(of call: LabCall, _ transport: TransportProtocol) -> String {
    switch call {
    case .socket, .bind: "nothing"
    case .listen: "nothing by itself: from now on the kernel answers SYNs"
    case .connect: "SYN, SYN-ACK, ACK"
    case .accept: "nothing: it takes a connection from the queue"
    case .send: "segments with payload, when windows allow"
    case .recv: "nothing by itself: the kernel acknowledges what arrives"
    case .sendto: "one datagram"
    case .recvfrom: "nothing: it takes one datagram"
    case .shutdown: "FIN: this direction ends, the other may go on"
    case .close: transport == .tcp ? "FIN, unless shutdown() sent it (RST where data was not read)" : "nothing"
    }
  }

  var noFrame: String { "no frame" }
  func effect(_ frames: [Int]?, of total: Int) -> String {
    frames.map { $0.isEmpty ? text(.notSeen) : base.frames($0, of: total) } ?? noFrame
  }

  func strengths(_ name: String) -> String { "From \(name):" }

  func conclusion(_ trace: EchoTrace, name: String) -> String {
    let record = trace.record
    let overhead = base.numbers.percent(record.bytes - trace.payloadBytes, of: record.bytes) ?? "unknown"
    let echo =
      trace.timeToFirstEcho.flatMap { time in
        trace.firstEcho.map { ", the first echo after \(base.numbers.duration(time)) (frame \($0.reply))" }
      } ?? ""
    return "\(name): \(base.count(record.packets, "frame")) (\(record.first.frame) to \(record.last.frame)) and "
      + "\(record.bytes) bytes for \(trace.payloadBytes) bytes of payload (overhead \(overhead))\(echo)."
  }

  func conclusion(_ names: (tcp: String, udp: String), bytes: String, time: String?) -> String {
    "For each byte of payload \(names.tcp) put \(bytes) times as many bytes on the wire as \(names.udp)"
      + (time.map { "; handshake and first echo took \($0) times as long." } ?? ".")
  }

  func moreArithmetic(_ count: Int) -> String { "… and \(base.count(count, "segment")) more in the same way" }

  func arithmetic(_ fin: Teardown.FIN, sequence: UInt32) -> String {
    "frame \(fin.frame): the FIN takes one number: Seq \(sequence) + 1 = \(sequence &+ 1)"
      + (fin.acknowledgedBy.map { "; frame \($0.frame) acknowledges it" } ?? "; no ACK in the capture covers it")
  }
}
