import Fixtures
import Foundation
import Subprocess
import Testing

/// What others chose, all of it, in each form that the tool writes.
@Suite(.timeLimit(.minutes(10)))
struct HostileOutputTests {
  let input: HostileInput

  init() throws { input = try HostileInput() }

  private func run(_ arguments: [String]) async throws -> BuiltTool.Outcome {
    let outcome = try await BuiltTool.run([BuiltTool.path] + arguments)
    // Grades and declarations have no for an answer.
    #expect([.exited(0), .exited(3)].contains(outcome.status), "\(arguments.prefix(1)): \(outcome.errors)")
    expectHarmless(outcome.errors, of: arguments)
    return outcome
  }

  /// `text` holds nothing that a terminal obeys or nobody sees, and nothing of others begins a line.
  private func expectHarmless(_ text: String, of arguments: [String]) {
    let command = arguments.filter { HostileText.unsafe(in: $0).isEmpty && $0.count < 60 }
    let found = HostileText.unsafe(in: text)
    #expect(found.isEmpty, "\(command): \(Set(found.map { "U+" + String($0.value, radix: 16) }))")
    for line in text.split(separator: "\n") {
      for beginning in ["two", "three", "four", "five", "six", "cell", "<b>"] where line.hasPrefix(beginning) {
        Issue.record("\(command): \(line)")
      }
    }
  }

  private func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  @Test func `never reaches a terminal as it is`() async throws {
    for (form, arguments) in input.commands {
      var output = try await run(arguments).output
      #expect(!output.isEmpty)
      if form == .fields { output = output.replacing("\t", with: " ") }
      if form == .csv { output = output.replacing("\r\n", with: "\n") }
      expectHarmless(output, of: arguments)
    }
  }

  @Test func `JSON is JSON, and gives each text as it is shown elsewhere`() async throws {
    for (form, arguments) in input.commands where form == .json || form == .jsonLines {
      let output = try await run(arguments).output
      let texts = form == .json ? [Substring(output)] : lines(output).dropLast()
      for text in texts {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        for string in strings(in: value) {
          let found = HostileText.unsafe(in: string)
          #expect(found.isEmpty && !string.unicodeScalars.contains("\n"), "\(arguments[0])")
        }
      }
    }
  }

  private func strings(in value: Any) -> [String] {
    switch value {
    case let text as String: [text]
    case let array as [Any]: array.flatMap(strings)
    case let object as [String: Any]: object.values.flatMap(strings)
    default: []
    }
  }

  @Test func `a packet has a line, and a field has a column`() async throws {
    for (form, arguments) in input.commands where form == .fields || form == .csv {
      let output = try await run(arguments).output
      let delimiter = form == .fields ? "\t" : ","
      let script = """
        import csv, json, sys
        quoting = csv.QUOTE_NONE if sys.argv[1] == "\\t" else csv.QUOTE_MINIMAL
        rows = csv.reader(sys.stdin, delimiter=sys.argv[1], quoting=quoting, strict=True)
        json.dump(list(rows), sys.stdout)
        """
      let parsed = try await BuiltTool.run(["python3", "-c", script, delimiter], input: Array(output.utf8))
      let rows = try #require(try JSONSerialization.jsonObject(with: Data(parsed.output.utf8)) as? [[String]])
      #expect(Set(rows.map(\.count)).count == 1)
      if form == .fields { #expect(rows.count == input.frames) }
      for cell in rows.joined() where form == .csv && Double(cell) == nil {
        #expect(!(cell.unicodeScalars.first.map { "=+-@".unicodeScalars.contains($0) } ?? false))
      }
    }
  }

  @Test func `a drawing has no elements but its own`() async throws {
    let script = """
      import sys, xml.etree.ElementTree as tree
      for element in tree.fromstring(sys.stdin.buffer.read()).iter():
          print(element.tag, *sorted(element.attrib))
      """
    func parts(of input: HostileInput) async throws -> Set<String> {
      var parts: Set<String> = []
      for (form, arguments) in input.commands where form == .svg {
        let drawing = try await run(arguments).output
        parts.formUnion(try await BuiltTool.run(["python3", "-c", script], input: Array(drawing.utf8)).lines)
      }
      return parts
    }
    let plain = try await parts(of: HostileInput(Self.plain))
    #expect(!plain.isEmpty && plain.contains { $0.contains("text") })
    #expect(try await parts(of: input).subtracting(plain) == [])
  }

  /// As long, and nothing to be afraid of.
  private static func plain(_ bytes: [UInt8]) -> [UInt8] {
    bytes.isEmpty ? [] : Array(repeating: UInt8(ascii: "x"), count: bytes.count)
  }

  @Test(.enabled(if: Chromium.isInstalled, "chromium is not installed"))
  func `a page is what its template says, and runs and loads nothing else`() async throws {
    let plain = try HostileInput(Self.plain)
    for ((form, arguments), (_, benign)) in zip(input.commands, plain.commands) where form == .html {
      let page = try await run(arguments).output
      let look = try #require(try await Chromium.look(at: page, widths: [1000], in: input.folder).first)
      #expect(look.problems.isEmpty, "\(arguments[0])")
      #expect(look.title != "owned" && look.resources.isEmpty && look.links.isEmpty, "\(arguments[0])")
      let expected = try await Chromium.look(at: try await run(benign).output, widths: [1000], in: plain.folder)
      #expect(Set(look.parts).subtracting(expected.flatMap(\.parts)) == [], "\(arguments[0])")
      #expect(look.headings == expected.first?.headings, "\(arguments[0])")
    }
  }

  @Test func `a name of a file is told on its line`() async throws {
    let folder = try TemporaryFolder()
    let packets = CaptureBytes([Frames.udp("halo"), Frames.udp("halo", .back)]).bytes
    for name in HostileText.fileNames {
      let file = try folder.file(name, packets)
      for arguments in [
        ["read", file], ["read", file, "--format", "json"], ["packets", file, "--find", "halo"],
        ["read", file, "--output", file],
      ] {
        let outcome = try await BuiltTool.run([BuiltTool.path] + arguments)
        expectHarmless(outcome.output + outcome.errors, of: arguments)
      }
      let missing = try await BuiltTool.run("read", file + "2")
      #expect(missing.status == .exited(1) && missing.remark != nil)
      expectHarmless(missing.errors, of: [])
    }
    // A folder of such captures.
    let grades = try await BuiltTool.run("grade", folder.path, "--spec", input.specification)
    expectHarmless(grades.output + grades.errors, of: ["grade"])
  }

  @Test func `a name that is not UTF-8 is shown as far as it goes`() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await BuiltTool.shell(
      "cp captures/chat.pcap \"$(printf '\(folder.path)/a\\377.pcap')\"; $tool read \(folder.path)/a*.pcap")
    #expect(outcome.status == .exited(1))
    #expect(outcome.errors.contains("a name that is not UTF-8 cannot be given here"))
  }

  @Test func `what was typed wrong is quoted and not obeyed`() async throws {
    for text in HostileText.all where !text.hasPrefix("-") {
      for arguments in [
        [text], ["read", "--port", text, "x"], ["read", "--stream=\(text)", "x"], ["read", "--host", text, "x"],
        ["packets", "x", "-e", text, "-T", "fields"], ["live", text], ["read", "x", "--filter", text],
        ["conversations", "x", "--sort", text], ["client", "tcp", "--timeout", text],
      ] {
        let outcome = try await BuiltTool.run([BuiltTool.path] + arguments)
        #expect([.exited(1), .exited(64)].contains(outcome.status))
        #expect(!outcome.errors.isEmpty)
        expectHarmless(outcome.output + outcome.errors, of: arguments)
      }
    }
  }
}
