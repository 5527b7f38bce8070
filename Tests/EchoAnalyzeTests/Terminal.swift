/// The tool on a terminal, which Python makes.
enum Terminal {
  /// Runs a line of shell on a terminal of its own, in which `$tool` is the executable. What the terminal was sent is the
  /// output.
  static func run(_ line: String, columns: Int = 100) async throws -> BuiltTool.Outcome {
    plain(try await Python.run(script, "\(columns)", "tool='\(BuiltTool.path)'; \(line)"))
  }

  /// The same, with `body` while it runs.
  static func start(
    _ line: String, columns: Int = 100, body: (RunningTool) async throws -> Void
  ) async throws -> BuiltTool.Outcome {
    let line = "tool='\(BuiltTool.path)'; \(line)"
    return plain(try await BuiltTool.start(["python3", "-c", script, "\(columns)", line], body: body))
  }

  /// The same, and writes packets of the capture `file` to `pipe` again and again, until the terminal was sent `awaited`.
  static func run(
    _ line: String, columns: Int = 100, feeding pipe: String, from file: String, until awaited: String
  ) async throws -> BuiltTool.Outcome {
    plain(try await Python.run(script, "\(columns)", "tool='\(BuiltTool.path)'; \(line)", pipe, file, awaited))
  }

  /// Lines as they were written, before the terminal's driver put a carriage return into each.
  private static func plain(_ outcome: BuiltTool.Outcome) -> BuiltTool.Outcome {
    var outcome = outcome
    outcome.output = outcome.output.replacing("\r\n", with: "\n")
    return outcome
  }

  private static let script = #"""
    import fcntl, os, pty, select, struct, sys, termios
    columns, line, *feed = sys.argv[1:]
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, int(columns), 0, 0))
        os.environ.pop("NO_COLOR", None)
        os.environ["TERM"] = "xterm"
        os.execvp("sh", ["sh", "-c", line])
    shown = b""
    def show():
        global shown
        try: piece = os.read(terminal, 65536)
        # How Linux tells the end.
        except OSError: return False
        shown += piece
        os.write(1, piece)
        return bool(piece)
    if feed:
        pipe, file, awaited = feed
        capture = open(file, "rb").read()
        with open(pipe, "wb", buffering=0) as writer:
            writer.write(capture[:24])
            while awaited.encode() not in shown:
                writer.write(capture[24:])
                while select.select([terminal], [], [], 0.02)[0] and show(): pass
    while show(): pass
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    """#

  /// What is left to see of `text`: colours are gone, and what was written over or erased.
  static func screen(_ text: String) -> [String] {
    var lines: [[Unicode.Scalar]] = [[]]
    var column = 0
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      switch scalar {
      case "\r": column = 0
      case "\n":
        lines.append([])
        column = 0
      case "\u{1b}":
        var last: Unicode.Scalar? = scalars.next()
        repeat { last = scalars.next() } while last.map { $0.value < 0x40 } ?? false
        if last == "K" { lines[lines.count - 1].removeLast(max(lines[lines.count - 1].count - column, 0)) }
      default:
        if column < lines[lines.count - 1].count {
          lines[lines.count - 1][column] = scalar
        } else {
          lines[lines.count - 1].append(scalar)
        }
        column += 1
      }
    }
    return lines.map { line in
      var view = String.UnicodeScalarView()
      view.append(contentsOf: line)
      return String(view)
    }
  }
}
