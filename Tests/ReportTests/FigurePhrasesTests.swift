import Conversations
import Testing

@testable import Report

/// The words of figures in both languages.
struct FigurePhrasesTests {
  private static let marks: [LadderMark] = [
    .repeats(1, nil), .repeats(nil, .timeout), .repeats(1, .fast), .sentAgain, .lost(again: 2), .unanswered(again: 2),
    .needless(again: 2), .late, .ahead(of: 3), .copy, .duplicateACK, .keepAlive, .zeroWindow, .windowProbe,
    .windowFull, .acknowledgesUnseen, .ignoredReset, .olderConnection, .otherAnswer, .dataAfterFIN, .noReply,
    .icmpError(4), .reply(to: 1), .furtherReply(to: 1), .overtakenReply, .unasked, .shortened, .different,
    .reassembled([1, 2, 3]), .about(1),
  ]

  private func words(_ phrases: any FigurePhrases) -> [String] {
    var words = Self.marks.map(phrases.mark)
    words += Ladder.Phase.allCases.map(phrases.phase)
    words += PlotBuilder.SeriesName.allCases.map(phrases.series) + PlotBuilder.AxisName.allCases.map(phrases.axis)
    words += PlotKind.allCases.map { phrases.title(of: $0, nil, from: .originator, .tcp) }
    return words
  }

  @Test func `no two things have one name`() {
    for phrases: any FigurePhrases in [EnglishFigurePhrases(), IndonesianFigurePhrases()] {
      let words = Self.marks.map(phrases.mark)
      #expect(Set(words).count == words.count)
      // The RFCs' own names, in every language.
      for (isVersion6, type, code, name) in [
        (false, 3, 3, "port unreachable"), (false, 3, 4, "fragmentation needed"),
        (false, 11, 0, "time to live exceeded"),
        (true, 1, 4, "port unreachable"), (true, 3, 0, "hop limit exceeded"),
      ] as [(Bool, UInt8, UInt8, String)] {
        let named = ICMPReason(isVersion6: isVersion6, type: type, code: code)?.name
        #expect(phrases.icmp(named) == "ICMP " + name)
      }
      let unknown = ICMPReason(isVersion6: false, type: 99, code: 0)?.name
      #expect(!phrases.icmp(unknown).isEmpty)
    }
  }

  @Test func `the languages differ, technical terms apart`() {
    let same = zip(words(EnglishFigurePhrases()), words(IndonesianFigurePhrases())).filter { $0 == $1 }.map(\.0)
    #expect(same == ["keep-alive", "EstimatedRTT"])
  }

  @Test func `phases have the names of the course`() {
    let phrases = IndonesianFigurePhrases()
    #expect(
      Ladder.Phase.allCases.map(phrases.phase) == ["Pembentukan koneksi", "Transfer data", "Penutupan koneksi"])
  }

  @Test func `what XML cannot say is written as an escape`() {
    #expect(XMLText("a<b>&\"'\u{0}\u{b}\u{fffe}é🎉").description == "a&lt;b&gt;&amp;&quot;&#39;\\x00\\x0b\\u{fffe}é🎉")
  }

  @Test func `what Mermaid obeys is written as numbers`() {
    #expect(MermaidText("a;b#c:d\n%").description == "a#59;b#35;c#58;d#37;")
  }
}
