import Conversations
import SessionLog

/// All words of figures. A language is one type that has these; addresses and payload come safe to show.
protocol FigurePhrases: Sendable {
  var numbers: NumberText { get }

  // Ladders.
  func title(of transport: TransportProtocol, stream: Int) -> String
  /// What the figure shows, for those who do not see it.
  func ladder(from originator: String, to responder: String, packets: Int, shown: Int) -> String
  /// Who stands at a lifeline: the program, where its log says what it is.
  func party(_ side: Side, _ role: SessionHeader.Role?) -> String
  func frameColumn() -> String
  func timeColumn() -> String
  func phase(_ phase: Ladder.Phase) -> String
  func fragment() -> String
  func icmp(_ name: String?) -> String
  /// An ICMP error that neither of the two hosts sent.
  func reported(_ error: String, by address: String) -> String
  func mark(_ mark: LadderMark) -> String
  /// Bytes of a stream that the capture does not have, by their relative numbers; `again` is the frame that brings them
  /// later.
  func gap(from first: UInt32, to last: UInt32, bytes: Int, again: Int?) -> String
  /// Rows that are not shown: calls alone, or packets and the calls between them.
  func omitted(rows: Int) -> String
  func omitted(packets: Int, from first: Int, to last: Int) -> String
  /// Packets at the end that were not kept one by one.
  func notKept(packets: Int, after frame: Int) -> String

  // Plots.
  func title(
    of kind: PlotKind, _ variant: Plot.Variant?, from side: Side?, _ transport: TransportProtocol
  ) -> String
  /// What the plot shows, for those who do not see it.
  func plot(_ series: [String], values: Int, from start: String, to end: String, largest: String) -> String
  func axis(_ axis: PlotBuilder.AxisName) -> String
  func series(_ series: PlotBuilder.SeriesName) -> String
  /// The word behind so many bytes.
  func byteUnit(_ count: Int64) -> String
  /// A bound that is not drawn in part or whole, for it would leave no room for the rest.
  func above(_ series: String, upTo largest: String, isWhole: Bool) -> String
  func thinned(_ series: String, shown: Int, of total: Int) -> String
}

extension Language {
  var figurePhrases: any FigurePhrases {
    switch self {
    case .english: EnglishFigurePhrases()
    case .indonesian: IndonesianFigurePhrases()
    }
  }
}
