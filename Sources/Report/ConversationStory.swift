import Analyzer
import Conversations
import Wire

/// One conversation told: what opened it, what went over it, what ended it.
struct ConversationStory {
  let phrases: any Phrases
  let wantsAllDetails: Bool
  let capture: CaptureRecord
  let trust: CaptureTrust
  let logs: [LogRecord]

  /// Digits of a second in the time columns.
  private var digits: Int { capture.timestampDigits }
  /// Times count from here: the capture's first packet.
  private var start: Timestamp? { capture.firstTime }

  /// Of long lists these many rows are shown.
  private static let shownFirst = 20
  private static let shownLast = 5
  static let indent = 4

  func write(_ record: ConversationRecord, _ sockets: SocketTimeline?, on page: inout Document) {
    let encapsulation = record.encapsulation.map { "  [\(EscapedText($0).text)]" } ?? ""
    page.heading(
      "\(phrases.title(of: record)): \(record.originator) → \(record.responder)\(encapsulation)", level: 2)
    let verdict = Verdict(record, captureEnd: capture.lastTime)
    page.paragraph(
      indent: 2, qualified(phrases.verdict(verdict, of: record), .verdict(verdict), of: record),
      Meaning(record.outcome))
    if record.rolesInferred { page.paragraph(indent: 2, phrases.rolesInferred()) }
    page.blank()
    switch record.protocol {
    case .tcp:
      writeHandshake(record, on: &page)
      writeData(record, on: &page)
      writeTeardown(record, on: &page)
    case .udp:
      writeExchanges(record, on: &page)
    }
    writeICMP(record, on: &page)
    writeTotals(record, on: &page)
    writeNumbers(record, on: &page)
    if record.payloadBytes > 0 || record.echo.requests > 0 {
      // What answers with something else by design has lost nothing.
      let isEchoLike = record.echo.isEcho == true || record.toOriginator.payloadBytes == 0
      let isLost = record.protocol == .tcp && record.echo.lost ?? 0 > 0 && isEchoLike
      page.section(
        phrases.label(.echo), phrases.echo(record, isLost ? caveats(on: .lostEcho, of: record) : []),
        Meaning(record.echo))
    }
    guard let sockets else { return }
    SocketTable(phrases: phrases, wantsAllDetails: wantsAllDetails, start: start, logs: logs)
      .write(sockets, on: &page)
  }

  /// A statement with what the weak spots of the capture leave open of it.
  func qualified(_ text: String, _ statement: Caveat.Statement, of record: ConversationRecord) -> String {
    phrases.qualified(text, by: caveats(on: statement, of: record))
  }

  private func caveats(on statement: Caveat.Statement, of record: ConversationRecord) -> [Caveat] {
    Caveat.about(statement, of: record, in: capture, trust)
  }

  func arrow(_ side: Side) -> String { side == .originator ? "→" : "←" }

  func seconds(_ time: Timestamp) -> String {
    start.map { phrases.numbers.seconds(time.nanoseconds(since: $0), digits: digits) } ?? phrases.label(.unknown)
  }

  func elapsed(_ nanoseconds: Int64) -> String { phrases.duration(nanoseconds) }

  func writeHandshake(_ record: ConversationRecord, on page: inout Document) {
    guard let handshake = record.handshake, handshake.syn != nil || handshake.synAck != nil else {
      page.section(phrases.label(.handshake), phrases.synNotSeen())
      return
    }
    page.section(phrases.label(.handshake), phrases.handshake(handshake))
    var table = TextTable([
      (phrases.label(.frame), .right), (phrases.label(.time), .right), ("", .left), (phrases.label(.segment), .left),
      (phrases.label(.initialSequenceNumber), .right), (phrases.label(.window), .right), (phrases.label(.mss), .right),
      (phrases.label(.windowScale), .left), (phrases.label(.sack), .left), (phrases.label(.timestamps), .left),
    ])
    var rows: [Sent] = []
    func add(_ syn: Handshake.SYN?, _ retries: [FrameMoment], _ side: Side, _ flags: TCPFlags) {
      guard let syn else { return }
      let name = flags.names(separator: " ")
      let absent = phrases.label(syn.areOptionsCut ? .unknown : .no)
      func claim(_ isOffered: Bool?) -> String { isOffered.map { phrases.label($0 ? .yes : .no) } ?? absent }
      let cells = [
        "\(syn.frame)", seconds(syn.time), arrow(side), name, "\(syn.initialSequenceNumber.rawValue)", "\(syn.window)",
        syn.maximumSegmentSize.map { "\($0)" } ?? absent,
        // RFC 7323, section 2.3: a shift above 14 counts as 14.
        syn.windowScale.map { "\($0) (×\(1 << Int(min($0, 14))))" } ?? absent,
        claim(syn.isSACKPermitted), claim(syn.hasTimestamps),
      ]
      rows.append(Sent(syn.frame, side, cells))
      for retry in retries {
        let cells = ["\(retry.frame)", seconds(retry.time), arrow(side), "\(name) \(phrases.label(.sentAgain))"]
        rows.append(Sent(retry.frame, side, cells, .warning))
      }
    }
    add(handshake.syn, handshake.synRetries, .originator, .syn)
    add(handshake.synAck, handshake.isSimultaneous ? [] : handshake.synAckRetries, .responder, [.syn, .ack])
    if record.outcome == .refused {
      for reset in record.teardown?.resets ?? [] {
        rows.append(row(of: reset))
      }
    }
    if let syn = handshake.crossingSYN {
      let cells = ["\(syn.frame)", seconds(syn.time), arrow(.responder), TCPFlags.syn.names()]
      rows.append(Sent(syn.frame, .responder, cells))
    }
    if let answer = handshake.crossingSYNACK {
      let flags: TCPFlags = [.syn, .ack]
      let cells = ["\(answer.frame)", seconds(answer.time), arrow(.originator), flags.names(separator: " ")]
      rows.append(Sent(answer.frame, .originator, cells))
    }
    if let ack = handshake.ack {
      let cells = ["\(ack.frame)", seconds(ack.time), arrow(.originator), TCPFlags.ack.names()]
      rows.append(Sent(ack.frame, .originator, cells))
    }
    addSorted(rows, to: &table)
    page.table(table, indent: Self.indent)
    for remark in phrases.handshakeRemarks(handshake) { page.remark(remark) }
  }

  /// A row for a segment that one side sent.
  private struct Sent {
    let frame: Int
    let side: Side
    let cells: [String]
    /// What its flags stand for, if that is something to see.
    let meaning: Meaning?

    init(_ frame: Int, _ side: Side, _ cells: [String], _ meaning: Meaning? = nil) {
      self.frame = frame
      self.side = side
      self.cells = cells
      self.meaning = meaning
    }
  }

  /// Adds the rows in the order of their frames.
  private func addSorted(_ rows: [Sent], to table: inout TextTable) {
    for row in rows.sorted(by: { $0.frame < $1.frame }) {
      table.add(row.cells, Meaning(row.side), marking: row.meaning.map { [3: $0] } ?? [:])
    }
  }

  private func row(of reset: Teardown.RST) -> Sent {
    let cells = ["\(reset.frame)", seconds(reset.time), arrow(reset.from), name(of: reset)]
    return Sent(reset.frame, reset.from, cells, .error)
  }

  private func name(of reset: Teardown.RST) -> String {
    let flags: TCPFlags = reset.hasACK ? [.rst, .ack] : .rst
    return flags.names(separator: " ")
  }

  func writeData(_ record: ConversationRecord, on page: inout Document) {
    guard record.dataTotal > 0 else { return }
    page.section(phrases.label(.data), phrases.data(record))
    var table = TextTable([
      (phrases.label(.frame), .right), (phrases.label(.time), .right), ("", .left), (phrases.label(.flags), .left),
      (phrases.label(.sequence), .right), (phrases.label(.bytes), .right), (phrases.label(.acknowledgedBy), .left),
      (phrases.label(.payload), .left),
    ])
    let retransmissions = Dictionary((record.events?.retransmissions ?? []).map { ($0.frame, $0) }) { first, _ in first
    }
    add(record.data, to: &table, of: record, frame: { $0.frame }) { segment in
      let acknowledgment =
        segment.acknowledgedBy.map {
          phrases.acknowledged(by: $0.frame, after: elapsed($0.time.nanoseconds(since: segment.time)))
        } ?? phrases.label(.noAcknowledgment)
      let remarks = phrases.dataRemarks(segment, retransmissions[segment.frame]).map { "[\($0)] " }.joined()
      let cells = [
        "\(segment.frame)", seconds(segment.time), arrow(segment.from), segment.flags.names(separator: " "),
        range(segment), "\(segment.length)", acknowledgment,
      ]
      return Row(cells: cells, meaning: Meaning(segment.from), payloadMeaning: remarks.isEmpty ? nil : .warning) {
        remarks + preview(segment.preview, of: segment.length, room: $0 - remarks.columns)
      }
    }
    page.table(table, indent: Self.indent)
    if record.data.count < record.dataTotal {
      page.remark(phrases.rowsNotKept(kept: record.data.count, of: record.dataTotal))
    }
  }

  /// First to last relative sequence number, modulo 2³².
  private func range(_ segment: DataSegment) -> String {
    segment.length > 1
      ? "\(segment.sequence)–\(segment.sequence &+ UInt32(truncatingIfNeeded: segment.length - 1))"
      : "\(segment.sequence)"
  }

  /// Payload in quotes, in `room` columns.
  private func preview(_ bytes: [UInt8], of length: Int, room: Int) -> String {
    let isWhole = bytes.count >= length
    let all = EscapedText(bytes, isWhole: isWhole)
    // Two quotes, and an ellipsis where something is missing.
    if wantsAllDetails || all.columns + (all.isCut ? 3 : 2) <= room { return all.quoted }
    return EscapedText(bytes, isWhole: isWhole, limit: max(room - 3, 1)).quoted
  }

  /// Cells, and the payload that takes the room which they leave.
  private struct Row {
    let cells: [String]
    var meaning: Meaning?
    /// What the last of the cells stands for, and the payload.
    var resultMeaning: Meaning?
    var payloadMeaning: Meaning?
    let payload: (_ room: Int) -> String
  }

  /// Adds a row for each item, or for the first and last of many with a note between them.
  private func add<Item>(
    _ items: [Item], to table: inout TextTable, of record: ConversationRecord, frame: (Item) -> Int,
    row: (Item) -> Row
  ) {
    func addRow(_ item: Item) {
      let row = row(item)
      var marks: [Int: Meaning] = [:]
      marks[row.cells.count - 1] = row.resultMeaning
      marks[row.cells.count] = row.payloadMeaning
      table.add(row.cells, last: row.payload, row.meaning, marking: marks)
    }
    let isShort = wantsAllDetails || items.count <= Self.shownFirst + Self.shownLast
    for item in isShort ? items[...] : items.prefix(Self.shownFirst) { addRow(item) }
    guard !isShort else { return }
    let hidden = items[Self.shownFirst..<(items.count - Self.shownLast)]
    if let first = hidden.first, let last = hidden.last {
      table.add(note: phrases.rowsLeftOut(hidden.count, from: frame(first), to: frame(last), of: record))
    }
    for item in items.suffix(Self.shownLast) { addRow(item) }
  }

  func writeTeardown(_ record: ConversationRecord, on page: inout Document) {
    guard let teardown = record.teardown, teardown.kind != .none else {
      if record.outcome == .open { page.section(phrases.label(.teardown), phrases.teardown(Teardown(), of: record)) }
      return
    }
    // A refused SYN's RST is told by the verdict.
    guard record.outcome != .refused else { return }
    page.section(phrases.label(.teardown), phrases.teardown(teardown, of: record))
    var table = TextTable([
      (phrases.label(.frame), .right), (phrases.label(.time), .right), ("", .left), (phrases.label(.segment), .left),
      (phrases.label(.acknowledgedBy), .left),
    ])
    var rows: [Sent] = []
    for fin in teardown.fins {
      let acknowledgment =
        fin.acknowledgedBy.map {
          phrases.acknowledged(by: $0.frame, after: elapsed($0.time.nanoseconds(since: fin.time)))
        } ?? phrases.label(.noAcknowledgment)
      let cells = ["\(fin.frame)", seconds(fin.time), arrow(fin.from), "FIN", acknowledgment]
      rows.append(Sent(fin.frame, fin.from, cells))
    }
    for reset in teardown.resets {
      rows.append(row(of: reset))
    }
    addSorted(rows, to: &table)
    page.table(table, indent: Self.indent)
    for remark in phrases.teardownRemarks(teardown) { page.remark(remark) }
  }

  func writeExchanges(_ record: ConversationRecord, on page: inout Document) {
    guard record.exchangesTotal > 0 else { return }
    page.section(phrases.label(.exchanges), phrases.exchanges(record))
    var table = TextTable([
      (phrases.label(.request), .right), (phrases.label(.time), .right), (phrases.label(.reply), .right),
      (phrases.label(.latency), .right), (phrases.label(.bytes), .left), (phrases.label(.result), .left),
      (phrases.label(.payload), .left),
    ])
    var remarks: [String] = []
    var hasFragments = false
    add(record.exchanges, to: &table, of: record, frame: { $0.request?.frame ?? $0.reply?.frame ?? 0 }) { exchange in
      let number = (exchange.request ?? exchange.reply).map { phrases.frames([$0.frame], of: 1) } ?? ""
      hasFragments = hasFragments || exchange.requestFragments.count > 1 || exchange.replyFragments.count > 1
      remarks += phrases.exchangeRemarks(exchange).map { "\(number): \($0)" }
      let lengths = [exchange.requestLength, exchange.replyLength].map { $0.map { "\($0)" } ?? "–" }
      let cells = [
        frames(exchange.request, exchange.requestFragments),
        (exchange.request ?? exchange.reply).map { seconds($0.time) } ?? "",
        frames(exchange.reply, exchange.replyFragments), exchange.nanoseconds.map(elapsed) ?? "–",
        lengths.joined(separator: " → "), phrases.result(of: exchange),
      ]
      return Row(cells: cells, resultMeaning: Meaning(exchange)) { payload(exchange, room: $0) }
    }
    page.table(table, indent: Self.indent)
    if record.exchanges.contains(where: \.isShortened) { page.remark(phrases.shortenedRemark()) }
    if hasFragments { page.remark(phrases.fragmentsRemark()) }
    for remark in remarks { page.remark(remark) }
    if record.exchanges.count < record.exchangesTotal {
      page.remark(phrases.rowsNotKept(kept: record.exchanges.count, of: record.exchangesTotal))
    }
  }

  /// A datagram's frame, or those of its fragments: `1–3`, or `1+2+5` where others stand between them.
  private func frames(_ moment: FrameMoment?, _ fragments: [Int]) -> String {
    guard let moment else { return "–" }
    guard fragments.count > 1, let first = fragments.min(), let last = fragments.max() else { return "\(moment.frame)" }
    if last - first == fragments.count - 1 { return "\(first)–\(last)" }
    return fragments.count <= 4 ? fragments.map { "\($0)" }.joined(separator: "+") : "\(first)+…+\(last)"
  }

  /// What was sent, and what came back where it is not the same.
  private func payload(_ exchange: Exchange, room: Int) -> String {
    let length = exchange.requestLength ?? exchange.replyLength ?? 0
    guard exchange.isIdentical == false, let replyLength = exchange.replyLength else {
      return preview(exchange.preview, of: length, room: room)
    }
    let half = (room - 3) / 2
    return preview(exchange.preview, of: length, room: half) + " → "
      + preview(exchange.replyPreview, of: replyLength, room: half)
  }

  /// The reply is the beginning of the request: what `recvfrom` with a small buffer leaves.
  func writeICMP(_ record: ConversationRecord, on page: inout Document) {
    for (index, error) in record.icmpErrors.enumerated() {
      if index == 0 {
        page.section(phrases.label(.icmp), phrases.icmp(error))
      } else {
        page.remark(phrases.icmp(error))
      }
    }
    let more = record.icmpErrorTotal - record.icmpErrors.count
    if more > 0 { page.remark(phrases.moreICMP(more)) }
  }

  func writeTotals(_ record: ConversationRecord, on page: inout Document) {
    let sides = [record.toResponder, record.toOriginator]
    var table = TextTable([
      (phrases.label(.totals), .left), (phrases.label(.packets), .right), (phrases.label(.bytes), .right),
      (phrases.label(.payload), .right), (phrases.label(.overhead), .right), (phrases.label(.retransmissions), .right),
      (phrases.label(.outOfOrder), .right), (phrases.label(.duplicateAcks), .right),
      (phrases.label(.zeroWindows), .right), (phrases.label(.wrongChecksums), .right),
    ])
    let counters: [any KeyPath<DirectionCounts, Int?> & Sendable] = [
      \.retransmissions, \.outOfOrder, \.duplicateAcks, \.zeroWindows,
    ]
    // A column of zeros tells nothing; that nothing went wrong is said in words.
    func cells(_ counts: DirectionCounts) -> [String] {
      counters.map { counter in
        sides.contains { $0[keyPath: counter] ?? 0 > 0 } ? counts[keyPath: counter].map { "\($0)" } ?? "" : ""
      } + [sides.contains { $0.wrongChecksums > 0 } ? "\(counts.wrongChecksums)" : ""]
    }
    func percent(_ payload: Int, _ bytes: Int) -> String { phrases.numbers.percent(bytes - payload, of: bytes) ?? "–" }
    for (side, counts) in zip([Side.originator, .responder], sides) where counts.packets > 0 {
      let troubles = cells(counts)
      // They come after the five that every row has.
      let marks = troubles.indices.filter { !["", "0"].contains(troubles[$0]) }.map { ($0 + 5, Meaning.warning) }
      table.add(
        [
          arrow(side), "\(counts.packets)", "\(counts.bytes)", "\(counts.payloadBytes)",
          percent(counts.payloadBytes, counts.bytes),
        ] + troubles, Meaning(side), marking: Dictionary(uniqueKeysWithValues: marks))
    }
    table.add([
      phrases.label(.both), "\(record.packets)", "\(record.bytes)", "\(record.payloadBytes)",
      percent(record.payloadBytes, record.bytes),
    ])
    page.table(table, indent: 2)
    let isClean = sides.allSatisfy { side in
      side.wrongChecksums == 0 && counters.allSatisfy { side[keyPath: $0] ?? 0 == 0 }
    }
    if isClean, !record.hasRepeats, record.protocol == .tcp, record.dataTotal > 0 {
      let unchecked = sides.reduce(0) { $0 + $1.uncheckedChecksums }
      let statement = phrases.noTrouble(uncheckedChecksums: unchecked, of: record.packets)
      page.remark(qualified(statement, .noTrouble, of: record))
    }
    if !record.copies.isEmpty { page.remark(phrases.copies(record.copies.total)) }
  }
}
