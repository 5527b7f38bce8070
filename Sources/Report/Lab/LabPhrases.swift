import Analyzer
import Conversations

/// The words of a lab report.
protocol LabPhrases: Sendable {
  /// What stands as it is.
  func text(_ text: LabText) -> String
  /// A date of the calendar, as the language writes it.
  func date(year: Int, month: Int, day: Int) -> String
  /// What the reader of these words has to write in their place.
  func placeholder(_ about: LabText) -> String
  /// The heading of an experiment.
  func experiment(_ record: ConversationRecord, capture: String) -> String
  /// A frame, or several.
  func frames(_ frames: [Int]) -> String
  /// What the hops that a packet could still go tell of its sender's system.
  func system(hops: UInt8, frame: Int) -> String
  func capturePoint(_ point: VantagePoint?) -> String
  func rows(_ shown: Int, of total: Int) -> String
  func arithmetic(syn: Handshake.SYN, synAck: Handshake.SYN, acknowledgment: UInt32?) -> String
  func arithmetic(_ segment: DataSegment) -> String
  /// `count` segments more than those worked out.
  func moreArithmetic(_ count: Int) -> String
  func arithmetic(_ fin: Teardown.FIN, sequence: UInt32) -> String
  /// How many segments each ACK covers, of the first `kept` of `total` segments.
  func coverage(one: Int, several: Int, kept: Int, of total: Int) -> String
  func datagramLength(frame: Int, payload: Int) -> String
  /// A socket call, and what it does on the wire.
  func effect(of call: LabCall, _ transport: TransportProtocol) -> String
  /// The calls that packets do not tell apart, and what both do.
  var closeOrShutdown: String { get }
  var effectOfEither: String { get }
  /// The frames that it is seen in; nil where nothing of it is in the capture.
  func effect(_ frames: [Int]?, of total: Int) -> String
  /// What a call that puts nothing on the wire has for an effect.
  var noFrame: String { get }
  func strengths(_ name: String) -> String
  /// Sentences for the conclusion, from numbers alone.
  func conclusion(_ trace: EchoTrace, name: String) -> String
  /// TCP beside UDP: how many times as many bytes for each byte of payload, and as much time for handshake and first echo.
  func conclusion(_ names: (tcp: String, udp: String), bytes: String, time: String?) -> String
}

/// A socket call that both kinds of programs make.
enum LabCall: String, CaseIterable {
  case socket, bind, listen, accept, connect, send, recv, sendto, recvfrom, shutdown, close

  static let tcp: [LabCall] = [.socket, .bind, .listen, .connect, .accept, .send, .recv, .shutdown, .close]
  static let udp: [LabCall] = [.socket, .bind, .sendto, .recvfrom, .close]
}

/// What stands in a lab report as it is: headings, names of columns, sentences without numbers.
enum LabText: CaseIterable {
  // Cover
  case title, course, courseName, name, id, className, group, lecturer, date, captureFile, digest, digestUnknown,
    packets,
    trust, program, contents
  // Sections
  case objectives, theory, setup, results, tcpAnalysis, udpAnalysis, anatomy, comparison, findings, answers, conclusion,
    appendix
  // Objectives
  case objectiveProgram, objectiveTCP, objectiveUDP, objectiveTCPEcho, objectiveUDPEcho
  // Theory
  case theoryTCP, theoryUDP, theoryKernel, theoryDatagram, theoryHeaders, tcpCalls, udpCalls, call, onTheWire,
    inThisCapture
  // Setup
  case experiment, client, server, address, card, system, port, linkType, point, started, notSeen
  // Results
  case console, packetList, times, ladder, messages, otherConversations, number, time, source, destination,
    protocolName,
    length,
    info, message, from, bytes, roundTrip, socketCalls
  // TCP
  case handshake, segments, flags, flagsBinary, next, range, window, acknowledgment, sequence, arithmetic, roundTrips,
    acknowledgments, covers, flow, losses, noLosses, teardown, throughput, definition, plots, noTCP
  // UDP
  case datagrams, lengthCheck, latencies, noUDP, unreachable
  // Others
  case oneTrace, noConversation, noFindings, taskStrengthsTCP, taskCalls, taskHandshake, taskStrengthsUDP, taskUses,
    taskDifferences,
    seeComparison, temporaryReport, signature, memberNames, programs, logs, noLogs, reproduce, tsharkNote, draft
  // What the student writes
  case ownObjectives, ownTheory, ownSetup, ownConsole, ownAnalysis, ownComparison, ownAnswer, ownConclusion, ownProgram
}
