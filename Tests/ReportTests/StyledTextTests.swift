import Testing

@testable import Report

struct StyledTextTests {
  @Test func `is as long as its text, whatever the pieces stand for`() {
    var line = StyledText("  ")
    line.append("日本", .error)
    line.append(" ", nil)
    line.append("", .good)
    line.append("ok", .good)
    #expect(line.text == "  日本 ok")
    #expect(line.columns == 9)
    #expect(line.coloured == "  \u{1b}[1;31m日本\u{1b}[0m \u{1b}[32mok\u{1b}[0m")
  }

  @Test func `pieces that stand for the same become one`() {
    var line = StyledText("a", .originator)
    line.append("b", .originator)
    #expect(line.coloured == "\u{1b}[36mab\u{1b}[0m")
  }

  @Test func `blanks at its end go, of all pieces`() {
    var line = StyledText("a ")
    line.append("  ", .good)
    line.append(" ")
    line.removeBlanksAtEnd()
    #expect(line.text == "a")
    var blank = StyledText("  ", .good)
    blank.removeBlanksAtEnd()
    #expect(blank.coloured == "")
  }
}
