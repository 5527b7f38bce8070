import PacketBuilding
import Testing

@testable import Report

/// The terms of explanations: each has an entry, and each link leads to one.
struct GlossaryTests {
  private static let streams: [(path: String, stream: Int, isUDP: Bool)] = [
    ("captures/tcp-ethernet.pcap", 1, false), ("captures/chat.pcap", 0, false), ("captures/udp-wifi.pcap", 0, true),
    ("Fixtures/packets/tcp-retransmission.pcap", 0, false), ("Fixtures/packets/tcp-midstream.pcap", 0, false),
    ("Fixtures/packets/udp-fragmented.pcap", 0, true), ("Fixtures/packets/udp-unreachable.pcap", 0, true),
    ("Fixtures/packets/hostile-payload.pcap", 0, true), ("Fixtures/packets/tcp-reset-with-unread-data.pcap", 0, false),
  ]

  private func explained() throws -> [ExplainedStream] {
    try Self.streams.map { try ExplainedStream($0.path, $0.isUDP ? .udp : .tcp, $0.stream) }
  }

  @Test(arguments: Language.allCases)
  func `every term has a word of its own and a definition`(language: Language) {
    let glossary = language.glossary
    var words: Set<String> = []
    for term in GlossaryTerm.allCases {
      #expect(words.insert(glossary.word(term)).inserted, "\(term)")
      let definition = glossary.definition(term)
      #expect(definition.count > 40 && definition.hasSuffix("."), "\(term)")
      for form in glossary.forms(term) { #expect(words.insert(form).inserted, "\(form)") }
    }
  }

  @Test(arguments: Language.allCases)
  func `no term is explained that no sentence uses`(language: Language) {
    let used = EveryStreamStatement().told(language).reduce(into: Set<GlossaryTerm>()) { $0.formUnion($1.terms) }
    #expect(Set(GlossaryTerm.allCases).subtracting(used) == [])
  }

  @Test(arguments: Language.allCases)
  func `every link in HTML leads to one entry, and every entry is led to`(language: Language) throws {
    for explained in try explained() {
      let page = explained.html(language)
      let targets = page.matches(of: /\ href="#([^"]+)"/).map { String($0.1) }
      let anchors = page.matches(of: /\ id="([^"]+)"/).map { String($0.1) }
      #expect(!targets.isEmpty)
      #expect(Set(anchors).count == anchors.count)
      #expect(Set(targets).subtracting(anchors) == [])
      #expect(Set(anchors.filter { $0.hasPrefix("term-") }).subtracting(targets) == [])
    }
  }

  @Test(arguments: Language.allCases)
  func `every link in Markdown leads to a heading`(language: Language) throws {
    for explained in try explained() {
      let page = explained.markdown(language)
      let targets = page.matches(of: /\]\(#([^)]+)\)/).map { String($0.1) }
      var anchors = HeadingAnchors()
      // Headings have no markup of their own; what is escaped in them is not part of an anchor.
      let headings = page.split(separator: "\n").filter { $0.hasPrefix("#") }
        .map { line in anchors.anchor(for: String(line.drop { $0 == "#" }.dropFirst()).replacing("\\", with: "")) }
      #expect(targets.count > 10)
      #expect(Set(targets).subtracting(headings) == [])
      #expect(Set(headings).count == headings.count)
    }
  }

  @Test func `a heading that is there twice has a number behind its anchor, as on GitHub`() {
    var anchors = HeadingAnchors()
    let names = ["SYN", "SYN-ACK", "SYN", "nomor urut", "TCP stream 1: 192.0.2.1:5 → x", "SYN"]
    #expect(
      names.map { anchors.anchor(for: $0) } == [
        "syn", "syn-ack", "syn-1", "nomor-urut", "tcp-stream-1-1920215--x", "syn-2",
      ])
  }

  @Test func `terms are found as whole words, the longest first`() {
    func terms(_ text: String, _ language: Language) -> [String] {
      language.glossary.marked(text).pieces.compactMap { piece in
        if case .term(let term, let form) = piece { "\(term.rawValue)=\(form ?? "")" } else { nil }
      }
    }
    #expect(
      terms("a SYN-ACK, two ACKs and a window scale; on Windows a reframed SYNC", .english) == [
        "syn-ack=SYN-ACK", "ack=ACKs", "window-scale=window scale",
      ])
    #expect(terms("FIN-nya dan nomor urut", .indonesian) == ["fin=FIN", "sequence-number=nomor urut"])
    let text = "a zero window after an ACK, (frame 3)"
    #expect(Language.english.glossary.marked(text).text == text)
  }

  @Test func `what was put into a sentence holds no terms`() {
    let name = "SYN.pcap"
    let prose: Prose = "The SYN of \(name): \(payload: EscapedText(Array("ACK <b>".utf8)))"
    let worded = prose.worded(by: EnglishGlossary())
    #expect(worded.terms == [.syn])
    #expect(worded.text == "The SYN of SYN.pcap: \"ACK <b>\"")
  }

  @Test func `without a glossary a term is text`() {
    var document = Document()
    document.prose("A \(.syn).", EnglishGlossary())
    var markdown = MarkdownPage()
    markdown.add(document)
    #expect(markdown.text == "A SYN.\n\n")
    var page = HTMLPage(title: "", language: .english, generator: "", contentsTitle: nil)
    page.add(document)
    #expect(page.render().contains("<p>A SYN.</p>"))
  }

  @Test func `payload becomes neither HTML nor a link`() throws {
    let hostile = "<script>alert(1)</script>[SYN](#syn)`x`"
    let explained = try ExplainedStream([client.datagram(hostile), server.datagram(hostile)], .udp)
    for language in Language.allCases {
      let page = explained.html(language)
      #expect(page.matches(of: /<script/).count == 1)
      #expect(page.contains("&lt;script&gt;alert(1)"))
      #expect(!page.contains("href=\"#term-syn\""))
      let markdown = explained.markdown(language)
      #expect(!markdown.contains("<script"))
      #expect(!markdown.contains("[SYN](#syn)`"))
      #expect(markdown.contains("\\[SYN\\](#syn)"))
    }
  }
}
