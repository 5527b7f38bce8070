import Analyzer
import Conversations
import Wire

/// Tells how two packets of one capture differ.
struct PacketDifferenceStory {
  let first: PacketStory
  let second: PacketStory

  private var phrases: any PacketExplanationPhrases { first.phrases }
  private func text(_ text: PacketExplanationText) -> String { phrases.text(text) }

  func write(on page: inout Document) {
    let frames = (first.witness.frame, second.witness.frame)
    page.heading(phrases.title(frame: frames.0, against: frames.1), level: 1)
    page.blank()
    first.writeLine(on: &page)
    second.writeLine(on: &page)
    guard let one = first.anatomy, let other = second.anatomy else { return }
    let difference = PacketDifference(one, other, relation: relation)
    page.blank()
    page.paragraph(phrases.relation(difference.relation, frames.0, frames.1))
    page.blank()
    if difference.fields.isEmpty {
      page.paragraph(text(.noDifference))
    } else {
      page.table(table(difference, frames), indent: 0)
    }
    page.blank()
    page.paragraph(phrases.payloads(difference.payload))
    if !difference.same.isEmpty {
      page.blank()
      page.paragraph(
        phrases.sameFields(difference.same.map { "\($0.header.name) \(one.phrases.name(of: $0.name))" }))
    }
  }

  private var relation: PacketRelation {
    guard let one = first.witness.conversation, let other = second.witness.conversation else { return .unrelated }
    guard one == other else { return .otherConversation }
    return first.witness.side == second.witness.side ? .sameDirection : .oppositeDirection
  }

  private func table(_ difference: PacketDifference, _ frames: (Int, Int)) -> TextTable {
    func title(_ frame: Int) -> String { first.language.phrases.frames([frame], of: 1) }
    var table = TextTable([
      (text(.header), .left), (text(.field), .left), (title(frames.0), .left), (title(frames.1), .left),
      (text(.why), .left),
    ])
    table.wrapsLast = true
    let names = first.language.anatomyPhrases
    for field in difference.fields {
      table.add([
        field.header.name, names.name(of: field.name), value(field.first), value(field.second),
        field.reason.map { phrases.reason($0) } ?? "",
      ])
    }
    return table
  }

  private func value(_ field: AnatomyField?) -> String {
    guard let field else { return text(.absent) }
    switch field.meaning {
    case .name(let name)? where field.name == .optionKind: return name
    case .flags(let flags)?: return flags.isEmpty ? "–" : flags.names()
    case .window(let window, .shift(let shift))? where shift > 0:
      return "\(window) × \(1 << shift) = \(window << shift)"
    case .sequence(let number, let relative?, _)?: return "\(relative) (\(number))"
    case .acknowledgment(let relative?, true)?: return "\(relative) (\(field.plainValue ?? "?"))"
    default: return field.plainValue ?? field.fullValue(in: nil)
    }
  }
}
