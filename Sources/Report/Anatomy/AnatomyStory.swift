import Wire

extension PacketAnatomy {
  /// Tells the frame header by header, then all its bytes, then how its checksums come about.
  func write(on page: inout Document, level: Int = 2) {
    page.heading(phrases.title(frame: context.frame), level: level)
    page.paragraph(
      phrases.opening(
        time: phrases.numbers.utc(context.timestamp, digits: context.timestampDigits), captured: bytes.count,
        sent: originalLength))
    let parts = layers
    page.paragraph(phrases.layers(parts, total: parts.reduce(0) { $0 + $1.bytes }))
    for header in headers {
      page.blank()
      write(header, on: &page, level: level + 1)
    }
    writeContent(on: &page)
    page.blank()
    writeBytes(on: &page, level: level + 1)
    for steps in checksums {
      page.blank()
      write(steps, on: &page, level: level + 1)
    }
  }

  /// Lengths as sent.
  private var layers: [(name: String, bytes: Int)] {
    var parts = headers.map { (name: $0.kind.name, bytes: $0.length) }
    if !payload.isEmpty { parts.append((phrases.contentName(content), payload.count)) }
    if !trailer.isEmpty { parts.append((phrases.name(of: .trailer), trailer.count)) }
    return parts
  }

  private func write(_ header: HeaderAnatomy, on page: inout Document, level: Int) {
    page.heading(phrases.title(of: header), level: level)
    let diagram = HeaderDiagram(header, phrases: phrases)
    let caption = phrases.caption(of: header, frame: context.frame)
    page.add(
      .figure(
        Document.Figure(
          caption: caption,
          svg: diagram.svg(
            title: caption, description: phrases.description(of: header), start: header.start),
          text: diagram.text)))
    if diagram.omitted > 0 { page.paragraph(phrases.notDrawn(bytes: diagram.omitted)) }
    page.blank()
    page.table(table(of: header), indent: 0)
    for problem in header.problems { page.paragraph(phrases.problem(problem, of: header)) }
  }

  private func table(of header: HeaderAnatomy) -> TextTable {
    var table = TextTable(zip(phrases.columns, [.left, .right, .left, .left, .left]).map { ($0, $1) })
    table.wrapsLast = true
    var whole: Range<Int>?
    for field in header.fields {
      if field.isInParts { whole = field.bits }
      let name = phrases.name(of: field.name)
      table.add([
        field.isPart ? "· " + name : name,
        field.bytes.count == 1
          ? "\(field.bytes.lowerBound)" : "\(field.bytes.lowerBound)–\(field.bytes.upperBound - 1)",
        size(of: field),
        field.fullValue(in: whole),
        field.isCut
          ? phrases.cut(captured: field.captured.count, of: field.bytes.count)
          : field.meaning.map { phrases.meaning($0) } ?? "",
      ])
    }
    return table
  }

  private func size(of field: AnatomyField) -> String {
    guard field.bits.lowerBound % 8 != 0 || field.bits.upperBound % 8 != 0 else {
      return phrases.size(bytes: field.bytes.count)
    }
    let first = field.bits.lowerBound / 8 * 8
    return phrases.size(bits: field.bits.lowerBound - first...field.bits.upperBound - 1 - first)
  }

  private func writeContent(on page: inout Document) {
    guard !payload.isEmpty || !trailer.isEmpty else { return }
    page.blank()
    if !payload.isEmpty {
      let captured = payloadBytes
      let text = captured.isEmpty ? nil : EscapedText(captured, isWhole: captured.count == payload.count, limit: 64)
      page.paragraph(
        phrases.content(content, sent: payload.count, captured: captured.count, text: text?.quoted))
    }
    if !trailer.isEmpty { page.paragraph(phrases.trailer(bytes: trailer.count)) }
  }

  private func writeBytes(on page: inout Document, level: Int) {
    page.heading(phrases.bytesTitle, level: level)
    page.paragraph(phrases.bytesLegend)
    if !bytes.isEmpty { page.add(.code(MarkedBytes(self, phrases: phrases).text)) }
    if bytes.count > MarkedBytes.mostBytes { page.paragraph(phrases.moreBytes(bytes.count - MarkedBytes.mostBytes)) }
    if originalLength > bytes.count { page.paragraph(phrases.notCaptured(bytes: originalLength - bytes.count)) }
  }

  private func write(_ steps: ChecksumSteps, on page: inout Document, level: Int) {
    page.heading(phrases.checksumTitle(of: steps.kind), level: level)
    guard !steps.lines.isEmpty else {
      page.paragraph(phrases.verdict(steps.verdict, field: steps.field))
      return
    }
    page.paragraph(phrases.method(of: steps))
    var table = TextTable(zip(phrases.sumColumns, [.left, .left, .right]).map { ($0, $1) })
    var sum: UInt64 = 0
    for line in steps.lines {
      for (index, words) in line.rows.enumerated() {
        sum += words.sum
        table.add([
          index == 0 ? phrases.name(of: line.name) : "", words.text ?? phrases.words(line.count),
          AnatomyText.hexadecimal(sum, bits: 20),
        ])
      }
    }
    page.table(table, indent: 0)
    page.blank()
    page.add(.fields(conclusion(of: steps)))
  }

  private func conclusion(of steps: ChecksumSteps) -> [Document.Field] {
    var fields: [Document.Field] = []
    func add(_ step: ChecksumStep, _ value: String) {
      fields.append(Document.Field(name: phrases.step(step), value: value))
    }
    add(.sum, AnatomyText.hexadecimal(steps.sum, bits: 20))
    for fold in steps.folds {
      add(
        .carries,
        "\(AnatomyText.hexadecimal(fold.carry, bits: 4)) + \(AnatomyText.hexadecimal(fold.low, bits: 16))"
          + " = \(AnatomyText.hexadecimal(fold.result, bits: 16))")
    }
    add(.complement, "~\(AnatomyText.word(~steps.complement)) = \(AnatomyText.word(steps.complement))")
    if case .partial(let sum, _) = steps.verdict { add(.pseudoHeader, AnatomyText.word(sum)) }
    add(.field, AnatomyText.word(steps.field))
    add(
      .check,
      "\(AnatomyText.word(~steps.complement)) + \(AnatomyText.word(steps.field)) → \(AnatomyText.word(steps.check))")
    add(.verdict, phrases.verdict(steps.verdict, field: steps.field))
    return fields
  }
}

extension ChecksumSteps.Line {
  /// As many words as stand in one row, and their sum; without text where the words are not shown.
  fileprivate var rows: [(text: String?, sum: UInt64)] {
    guard !words.isEmpty else { return [(nil, sum)] }
    return stride(from: 0, to: words.count, by: ChecksumSteps.wordsPerLine).map { start in
      let row = words[start..<min(start + ChecksumSteps.wordsPerLine, words.count)]
      return (
        row.map { AnatomyText.padded(String($0, radix: 16), to: 4) }.joined(separator: " "),
        row.reduce(0) { $0 + UInt64($1) }
      )
    }
  }

  /// Words that are summed and not shown.
  fileprivate var count: Int { if case .payloadSum(let words) = name { words } else { words.count } }
}
