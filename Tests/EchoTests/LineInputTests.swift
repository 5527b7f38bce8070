import Foundation
import Testing

@testable import Echo

/// Lines through a pipe, read as they come.
@Suite(.timeLimit(.minutes(5)))
struct LineInputTests {
  private let pipe = Pipe()

  private func write(_ text: String) throws { try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

  private func end() throws { try pipe.fileHandleForWriting.close() }

  private var input: LineInput { LineInput(pipe.fileHandleForReading.fileDescriptor) }

  /// All lines to the end.
  private func lines(_ text: String) throws -> [String] {
    try write(text)
    try end()
    var input = input
    var lines: [String] = []
    while true {
      while let line = input.take() { lines.append(String(decoding: line, as: UTF8.self)) }
      if input.isAtEnd { return lines }
      input.read()
    }
  }

  @Test(arguments: [
    ("", []), ("halo\n", ["halo"]), ("halo", ["halo"]), ("halo\r\n", ["halo"]), ("\n", [""]), ("\r\n", [""]),
    ("a\n\nb\n", ["a", "", "b"]), ("a\r\nb\nc", ["a", "b", "c"]), ("a\rb\n", ["a\rb"]), ("a\r\r\n", ["a\r"]),
    ("a\r", ["a\r"]), ("selamat malam 🌙\n", ["selamat malam 🌙"]), ("a\0b\n", ["a\0b"]),
  ])
  func `lines come without their ends`(text: String, expected: [String]) throws {
    #expect(try lines(text) == expected)
  }

  @Test func `a line that comes in pieces is one line`() throws {
    var input = input
    for piece in ["sela", "mat ", "pagi\r"] {
      try write(piece)
      input.read()
      #expect(input.take() == nil)
      #expect(!input.isAtEnd)
    }
    try write("\nnext")
    input.read()
    #expect(input.take() == Array("selamat pagi".utf8))
    #expect(input.take() == nil)
    try end()
    #expect(!input.isAtEnd)
    input.read()
    #expect(input.hasEnded)
    #expect(!input.isAtEnd)
    #expect(input.take() == Array("next".utf8))
    #expect(input.isAtEnd)
    #expect(input.take() == nil)
  }

  @Test func `many lines of one read come one after another`() throws {
    try write((1...500).map { "\($0)\n" }.joined())
    var input = input
    input.read()
    for number in 1...500 { #expect(input.take() == Array("\(number)".utf8)) }
    #expect(input.take() == nil)
    #expect(!input.hasEnded)
  }

  @Test func `a very long line is cut, and nothing of it is lost`() throws {
    let long = String((0..<200_000).map { Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8($0 % 26))) })
    let writing = Counterpart { [pipe] in
      try pipe.fileHandleForWriting.write(contentsOf: Data((long + "\nshort\n").utf8))
      try pipe.fileHandleForWriting.close()
    }
    var input = input
    var pieces: [[UInt8]] = []
    while !input.isAtEnd {
      while let line = input.take() { pieces.append(line) }
      if !input.isAtEnd { input.read() }
    }
    try writing.join()
    #expect(pieces.last == Array("short".utf8))
    #expect(pieces.dropLast().allSatisfy { $0.count <= 65_536 + 4_096 })
    #expect(pieces.dropLast().joined().elementsEqual(long.utf8))
    #expect(pieces.first?.count == 65_536)
  }

  @Test func `a closed descriptor is the end`() throws {
    // Far above all that are open.
    var input = LineInput(1_000_000)
    #expect(!input.hasEnded)
    input.read()
    #expect(input.isAtEnd)
    #expect(input.take() == nil)
  }

  @Test func `signals do not end the input`() throws {
    var input = input
    let writing = Counterpart { [pipe] in
      usleep(50_000)
      try pipe.fileHandleForWriting.write(contentsOf: Data("halo\n".utf8))
    }
    SignalRain.during { input.read() }
    try writing.join()
    #expect(input.take() == Array("halo".utf8))
    #expect(!input.hasEnded)
  }
}
