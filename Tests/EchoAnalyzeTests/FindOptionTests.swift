import Testing

/// `packets --find`.
@Suite(.timeLimit(.minutes(5)))
struct FindOptionTests {
  let folder: TemporaryFolder
  let session: String

  init() throws {
    folder = try TemporaryFolder()
    session = try folder.file(
      "session.pcap",
      CaptureBytes([
        Frames.tcp(2, sequence: 100, acknowledgment: 0), Frames.tcp(18, sequence: 900, acknowledgment: 101, "", .back),
        Frames.tcp(16, sequence: 101, acknowledgment: 901),
        Frames.tcp(24, sequence: 105, acknowledgment: 901, "O /x\r\n"),
        Frames.tcp(24, sequence: 101, acknowledgment: 901, "HELL"),
        Frames.udp("HELLO there"), Frames.tcp(24, sequence: 901, acknowledgment: 111, "\u{7f}\\ok", .back),
      ]).bytes)
  }

  private func find(_ text: String, _ options: String...) async throws -> BuiltTool.Outcome {
    try await BuiltTool.run(
      [BuiltTool.path, "packets", session, "--find", text, "-T", "fields", "-e", "frame.number"] + options)
  }

  @Test func `the frames that carry a text are listed, and where it begins and ends is told`() async throws {
    let outcome = try await find("HELLO")
    #expect(outcome.status == .exited(0))
    #expect(outcome.output == "4\n5\n")
    #expect(
      outcome.remark
        == "\(session): found: it begins in frame 5 and ends in frame 4 (stream tcp:0, bytes 1–5 of the originator).")
  }

  @Test func `escapes stand for bytes`() async throws {
    #expect(try await find("\\r\\n").output == "4\n")
    #expect(try await find("\\x7f\\\\o\\x6B").output == "7\n")
    for wrong in ["", "\\", "\\q", "\\x4", "\\x4g"] {
      #expect(try await find(wrong).status == .exited(64), "\(wrong)")
    }
  }

  @Test func `what was selected is searched, and nothing else`() async throws {
    #expect(try await find("HELLO", "--stream", "udp:0").output == "6\n")
    #expect(try await find("HELLO", "--filter", "udp").output == "6\n")
    #expect(try await find("HELL", "--frames", "6-7").output == "6\n")
    #expect(try await find("HELLO", "--frames", "1-4").status == .exited(3))
  }

  @Test func `what is nowhere is told with 3`() async throws {
    let outcome = try await find("nowhere")
    #expect(outcome.status == .exited(3))
    #expect(outcome.output == "")
    #expect(outcome.remark == "\(session): no payload holds what --find asks for.")
  }

  @Test func `one file that has it is enough`() async throws {
    let other = try folder.file("other.pcap", CaptureBytes([Frames.udp("halo")]).bytes)
    let outcome = try await BuiltTool.run(
      "packets", session, other, "--find", "halo", "-T", "fields", "-e", "frame.number")
    #expect(outcome.status == .exited(0))
    #expect(outcome.output == "1\n")
    #expect(outcome.errors.contains("\(session): no payload holds what --find asks for."))
    #expect(try await BuiltTool.run("packets", session, other, "--find", "nowhere").status == .exited(3))
  }

  @Test func `the lines are those of the whole list`() async throws {
    let all = try await BuiltTool.run("packets", session)
    let found = try await BuiltTool.run("packets", session, "--find", "HELLO")
    #expect(found.lines == [all.lines[3], all.lines[4]])
    let json = try await BuiltTool.run("packets", session, "--find", "there", "-T", "json", "-e", "frame.number")
    #expect(json.output == "{\"frame.number\":6}\n")
  }

  @Test func `of a datagram in fragments the frame that completes it`() async throws {
    let payload = [UInt8](repeating: 0x2e, count: 1_470) + Array("across the border".utf8)
    let path = try folder.file("fragments.pcap", CaptureBytes(Frames.fragments(payload, identification: 9)).bytes)
    let outcome = try await BuiltTool.run(
      "packets", path, "--find", "across the border", "-T", "fields", "-e", "frame.number")
    #expect(outcome.output == "2\n")
  }

  @Test func `standard input cannot be read twice`() async throws {
    #expect(try await BuiltTool.run("packets", "-", "--find", "x").status == .exited(64))
  }

  @Test func `a capture that breaks off before is searched as far as it goes`() async throws {
    let path = try folder.file("cut.pcap", CaptureBytes([Frames.udp("halo"), Frames.udp("there")]).bytes.dropLast(1))
    let outcome = try await BuiltTool.run("packets", path, "--find", "there")
    #expect(outcome.status == .exited(2))
    #expect(outcome.errors.contains("no payload holds"))
  }
}
