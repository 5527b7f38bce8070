import Conversations
import Fixtures
import Foundation
import Testing
import Wire

@testable import Analyzer
@testable import Report

/// The words of grades and of checks, in both languages.
struct GradePhrasesTests {
  private static let time = Timestamp(nanoseconds: 1_740_618_765_000_000_000)

  private static let reasons: [GradeReason] =
    [
      .noConversation(nil, port: nil), .noConversation(.udp, port: 80), .handshake,
      .handshakeIncomplete(missing: [.syn, .synAck, .ack]), .refused, .mismatched(1, firstDifference: 3),
      .mismatched(2, firstDifference: nil), .unknownEcho, .textAbsent(onlyFrom: nil),
      .textAbsent(onlyFrom: .originator), .textUncounted(1, demanded: 2),
      .closed(by: .originator), .closedByOther(.responder), .reset(by: .originator, frame: 4, afterFIN: true),
      .reset(by: .originator, frame: 4, afterFIN: false), .notClosed, .halfClosed(by: .responder),
      .unacknowledgedFIN(frame: 3), .endpoints, .noPackets, .sideAbsent(.responder),
      .noLoss(hasACKs: true, areDropsKnown: true), .noLoss(hasACKs: true, areDropsKnown: false),
      .noLoss(hasACKs: false, areDropsKnown: true), .noLoss(hasACKs: false, areDropsKnown: false),
      .messages(1, demanded: 2, .tcp, areAll: true), .messages(2, demanded: 1, .tcp, areAll: false),
      .messages(3, demanded: 2, .udp, areAll: true),
      .loss(dropped: 2, unseen: 1), .captured(first: time, last: time, digits: 6),
      .capturedTooEarly(first: time, demanded: time, digits: 9),
      .capturedTooLate(last: time, demanded: time, digits: 0),
      .untimed, .otherLinkTypes([]), .otherLinkTypes([.ethernet]), .whole, .cut(frames: 2, file: true),
      .noRetransmissions, .retransmissions(2), .bothProtocols, .protocolAbsent(.udp),
      .otherEndpoints([
        EndpointMismatch(field: .serverAddress, demanded: "1.2.3.4", found: "1.2.3.5", isSwapped: false),
        EndpointMismatch(field: .serverPort, demanded: "1", found: "2", isSwapped: true),
        EndpointMismatch(field: .clientAddress, demanded: "1.2.3.4", found: "1.2.3.5", isSwapped: false),
        EndpointMismatch(field: .clientPort, demanded: "1", found: "2", isSwapped: false),
      ]),
    ]
    + [GradeReason.CountedThing.echoes, .textEchoes, .replies, .bytes].flatMap { thing in
      [.counted(thing, 1, demanded: 2, requests: 3), .counted(thing, 2, demanded: 1, requests: nil)]
    }

  private static let specification = """
    {"schema":1,"requirements":[
     {"require":"handshake","points":1,"port":12345},{"require":"echo","points":1,"protocol":"udp","payload":"x"},
     {"require":"echo","points":1,"atLeast":2},{"require":"close","points":1,"by":"server"},{"require":"close","points":1},
     {"require":"replies","points":0.5},{"require":"no-loss","points":1},{"require":"uncut","points":1},
     {"require":"endpoints","points":1,"protocol":"tcp","server":"10.0.0.0/8","serverPort":1,"client":"::1","clientPort":"1-2"},
     {"require":"captured","points":1,"after":"2025-02-27","before":"2025-02-28"},{"require":"captured","points":1,"before":"2025-02-28"},
     {"require":"link-type","points":1,"is":["Ethernet",101]},{"require":"messages","points":1,"protocol":"tcp"},
     {"require":"bytes","points":1,"atLeast":3},{"require":"no-retransmissions","points":1},{"require":"tcp-and-udp","points":1}]}
    """

  private func lines(_ language: Language) throws -> [String] {
    let specification = try GradingSpecification(json: Array(Self.specification.utf8))
    let phrases = language.gradePhrases
    let requirement = specification.requirements[0]
    var lines = specification.requirements.map(phrases.demand)
    lines += Self.reasons.map { phrases.reason($0, of: requirement) }
    lines += [
      phrases.title, phrases.submission, phrases.pointsColumn, phrases.resultColumn, phrases.requirement, phrases.lost,
      phrases.sameRecordings, phrases.sameRecordingsRemark, phrases.result(isPassed: true),
      phrases.result(isPassed: false),
      phrases.passMark(.zero, of: specification.maximum),
      phrases.passMark(specification.maximum, of: specification.maximum),
      phrases.files(["1"]), phrases.leftOut(1), phrases.leftOut(2), phrases.place(capture: nil, nil, [1, 2], of: 2),
      phrases.morePairs(3),
    ]
    return lines
  }

  @Test func `every reason and every demand has words, each its own`() throws {
    for language in Language.allCases {
      let lines = try lines(language)
      #expect(lines.allSatisfy { !$0.isEmpty })
      #expect(Set(lines).count == lines.count)
    }
  }

  @Test func `Indonesian has no English words`() throws {
    for (indonesian, english) in zip(try lines(.indonesian), try lines(.english)) {
      #expect(LanguageTests.untranslated(indonesian, english) == [], "\(indonesian)")
    }
  }

  @Test func `a page of grades in Indonesian has no English words`() throws {
    let specification = try GradingSpecification(
      json: [UInt8](Data(contentsOf: Fixtures.specification("practicum.json"))))
    func page(_ language: Language) throws -> String {
      let submissions = try ["a", "b", "c"].map { name in
        var submission = Submission(path: name)
        for capture in ["tcp-ethernet", "udp-ethernet"] {
          let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "captures/\(capture).pcap").path
          var analysis = try FileAnalysis(path: path)
          var evidence = CaptureEvidence(specification.payloads)
          let summary = try analysis.run { evidence.add($0, $1, $2, $3) }
          submission.add(summary, evidence, sha256: nil)
        }
        return submission
      }
      let grades = submissions.map { GradedSubmission($0, Grader(specification).grade($0)) }
      let report = GradeReport(specification, language: language, generator: "test")
      return report.text(grades, SameRecording.find(in: submissions))
        .replacing(/[^ ]*\.pcap/, with: "").replacing("Practicum: TCP and UDP echo", with: "")
    }
    let (indonesian, english) = (try page(.indonesian), try page(.english))
    #expect(LanguageTests.untranslated(indonesian, english) == [])
    #expect(indonesian.contains("2,5 dari 2,5"))
    #expect(english.contains("2.5 of 2.5"))
    #expect(english.contains(" look like one recording:"))
    #expect(indonesian.contains(" tampak seperti satu rekaman:"))
    #expect(english.contains("… 10 in all"))
  }

  @Test func `a check in Indonesian has no English words`() throws {
    let declared = """
      [{"server":"192.0.2.2:12345"},{"server":"192.0.2.2:12341","client":"192.0.2.9"},{"server":"192.0.281.2"},
       {"server":"192.0.2.1:50892","client":"192.0.2.2:99999"},{"server":"8.8.8.8"},{"server":"1.2.3.4.5"},
       {"server":"192.0.2.x"},{"server":""},{"server":"::g"},{"server":"localhost"},
       {"server":"192.0.2.2:12345","client":"10.20.30.40"},{"server":":12341"},{"protocol":"udp","server":"192.0.2.2:12345"}]
      """
    let summary = Situation.echoSession()
    func page(_ language: Language) throws -> String {
      let check = DeclarationCheck(try Declaration.list(json: Array(declared.utf8)), summary.conversations)
      return CheckReport(language: language, generator: "test").text(check, summary).replacing("localhost", with: "")
    }
    let (indonesian, english) = (try page(.indonesian), try page(.english))
    #expect(LanguageTests.untranslated(indonesian, english) == [])
    #expect(indonesian.contains("192.0.281.2 bukan alamat: 281"))
  }
}
