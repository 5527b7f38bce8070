public import Analyzer
public import Conversations

/// One packet explained, or two set against each other.
public struct PacketExplanation {
  public var language: Language
  /// Columns of text.
  public var width = 100
  /// Columns that a terminal has, which tables keep to; nil for none.
  public var limit: Int?
  public var isColoured = false
  private let generator: String
  private let document: Document
  private let title: String

  /// - Parameters:
  ///   - witness: What was seen of the packet in the capture of `summary`.
  ///   - evidence: What Wireshark's labels of it rest on; nil of what is no whole TCP segment.
  ///   - other: The packet to set it against.
  ///   - generator: The program that makes it, and its version.
  public init(
    _ witness: PacketWitness, _ evidence: LabelEvidence?, against other: (PacketWitness, LabelEvidence?)? = nil,
    _ summary: Summary, language: Language, generator: String
  ) {
    self.language = language
    self.generator = generator
    var document = Document()
    let story = PacketStory(witness, evidence, summary, language: language)
    let phrases = language.packetExplanationPhrases
    if let other {
      title = phrases.title(frame: witness.frame, against: other.0.frame)
      PacketDifferenceStory(
        first: story, second: PacketStory(other.0, other.1, summary, language: language)
      ).write(on: &document)
    } else {
      title = phrases.title(frame: witness.frame)
      story.write(on: &document)
    }
    self.document = document
  }

  public func text() -> String {
    document.text(width: width, limit: limit, isColoured: isColoured)
  }

  public func markdown() -> String {
    document.markdown()
  }

  public func html() -> String {
    document.html(title: title, language: language, generator: generator)
  }
}

extension Language {
  var packetExplanationPhrases: any PacketExplanationPhrases {
    switch self {
    case .english: EnglishPacketExplanationPhrases()
    case .indonesian: IndonesianPacketExplanationPhrases()
    }
  }
}
