public import Wire

/// Why packets cannot be had or kept. Each case holds what happened; the description adds what to do about it.
public enum CaptureError: Error, Hashable, Sendable {
  // Opening a file. `path` is "-" for standard input.
  case noSuchFile(path: String)
  case isDirectory(path: String)
  case notReadable(path: String)
  case cannotOpen(path: String, reason: String)
  case emptyFile(path: String)
  case notACapture(path: String)
  case compressed(path: String, format: String, program: String)
  case foreignCapture(path: String, format: String)
  /// Not even the file's own header is whole.
  case headerCut(path: String)
  /// What cannot be unpacked. `reason` is the unpacking library's.
  case damagedCompression(path: String, format: String, reason: String)
  /// A capture of a version or kind that is not known, which `reason` says.
  case unsupported(path: String, reason: String)
  /// The system lets nothing more be opened at once.
  case tooManyOpenFiles(path: String)

  // Reading several files as one capture.
  /// Not one of them; the reasons in the order of the files.
  case noneReadable([CaptureError])
  /// More than `limit` bytes are too many to be put in order of time in memory.
  case tooLargeToSort(paths: [String], limit: Int)

  // Filters.
  /// `position` counts characters from 0: where libpcap's compiler lost the thread, when that can be told.
  case invalidFilter(expression: String, reason: String, position: Int?)
  /// The filter is sound, but not for one of the capture's link types. `path` is nil where the packets are of no file.
  case filterNotForLinkType(path: String?, expression: String, linkType: LinkType, reason: String)
  case invalidAddress(String)

  // Interfaces.
  case noSuchInterface(name: String, existing: [String])
  case interfaceIsDown(name: String)
  case notPermitted(interface: String, program: Program)
  case cannotCapture(interface: String, reason: String)
  case cannotListInterfaces(reason: String)

  // Privileges.
  case unknownUser(String)
  /// A number that no account has, without a group.
  case userWithoutGroup(String)
  /// The process is not root's.
  case cannotBecomeUser(String)
  case invalidSudoVariable(name: String, value: String)
  /// `step` is the call, or what it was to bring about.
  case cannotDropPrivileges(step: String, reason: String)

  // Writing.
  case fileExists(path: String)
  case cannotCreate(path: String, reason: String)
  case cannotWrite(path: String, reason: String)
  /// A file was removed, or its folder, while it was written.
  case vanished(path: String)
  /// In a folder that everybody may write.
  case linkOfAnother(path: String)
  case fileOfAnother(path: String)
  case cannotMakeFolder(path: String, reason: String)
  case folderNotWritable(path: String, reason: String)
  /// A ring's next file cannot be had.
  case cannotRotate(path: String, reason: String)
  /// The oldest file of a ring cannot be removed.
  case cannotRemove(path: String, reason: String)
}

extension CaptureError: CustomStringConvertible {
  /// What happened, to which file or interface, and what to do next.
  public var description: String { text.text }

  private var text: ErrorText {
    switch self {
    case .noSuchFile(let path) where path.unicodeScalars.contains("\u{fffd}"):
      """
      \(path): there is no such file; a name that is not UTF-8 cannot be given here: rename the file, \
      or let the shell open it: echo-analyze read - < FILE
      """
    case .noSuchFile(let path):
      "\(path): there is no such file; check the name and the folder"
    case .isDirectory(let path):
      "\(path) is a folder; name a capture file inside it"
    case .notReadable(let path):
      """
      \(path): you may not read this file; become its owner (sudo chown "$USER" \(Program.quoted(path))) \
      or let others read it (sudo chmod a+r \(Program.quoted(path)))
      """
    case .cannotOpen(let path, let reason):
      "\(Self.input(path)) cannot be opened: \(reason)"
    case .emptyFile("-"):
      "standard input is empty: no capture came through the pipe; does the program before it report an error?"
    case .emptyFile(let path):
      "\(path) is empty (0 bytes): nothing was captured into it, or the copy failed; capture again"
    case .notACapture(let path):
      "\(Self.input(path)) is not a capture: it begins neither as pcap nor as pcapng nor as snoop; is it the file you meant?"
    case .compressed("-", let format, let program):
      "standard input is compressed with \(format); decompress it first: \(program) FILE | echo-analyze read -"
    case .compressed(let path, let format, let program):
      "\(path) is compressed with \(format); decompress it first: \(program) \(Program.quoted(path)) | echo-analyze read -"
    case .foreignCapture(let path, let format):
      "\(Self.input(path)) is a \(format) capture; convert it first: editcap -F nsecpcap \(Self.word(path)) converted.pcap"
    case .headerCut(let path):
      "\(Self.input(path)) ends inside its own header: not one packet is in it; capture or copy it again"
    case .damagedCompression(let path, let format, let reason):
      "\(Self.input(path)) cannot be unpacked: its \(format) data is damaged (\(reason)); copy it again"
    case .unsupported(let path, let reason):
      """
      \(Self.input(path)) cannot be read: \(reason); \
      rewriting it may help: editcap -F nsecpcap \(Self.word(path)) rewritten.pcap
      """
    case .tooManyOpenFiles(let path):
      """
      \(path) cannot be opened: too many files are open at once; \
      allow more (ulimit -n 4096), or put some of them together first: mergecap -w merged.pcapng FILE...
      """

    case .noneReadable(let errors):
      Self.noneReadable(errors)
    case .tooLargeToSort(let paths, let limit):
      Self.tooLargeToSort(paths, limit)

    case .invalidFilter(let expression, let reason, let position):
      Self.invalidFilter(expression, reason, position)
    case .filterNotForLinkType(let path, let expression, let linkType, let reason):
      """
      \(path.map { "\(Self.input($0)): " } ?? "")the filter cannot be applied to the frames of link type \(linkType.name) \
      in this capture: \(reason)
        \(Self.oneLine(expression))
      leave it out, or select with --port and --host, which know every link type
      """
    case .invalidAddress(let text):
      "\(text) is not an IP address; write it in numbers, such as 192.0.2.7 or 2001:db8::7 (names are not looked up)"

    case .noSuchInterface(let name, let existing):
      "there is no interface \(name); there are: \(existing.joined(separator: ", "))"
    case .interfaceIsDown(let name):
      "the interface \(name) is down; bring it up: sudo ip link set \(Program.quoted(name)) up"
    case .notPermitted(let interface, let program):
      Self.notPermitted(interface, program)
    case .cannotCapture(let interface, let reason):
      "cannot capture on \(interface): \(reason)"
    case .cannotListInterfaces(let reason):
      "the interfaces cannot be listed: \(reason)"

    case .unknownUser(let text):
      "there is no user \(text) on this machine; name one as NAME or UID, or a number with its group as UID:GID"
    case .userWithoutGroup(let text):
      "the number \(text) has no account on this machine, and so no group; add one: --user \(text):GID"
    case .cannotBecomeUser(let text):
      "only root can become the user \(text); leave --user out, or run it with sudo"
    case .invalidSudoVariable(let name, let value):
      "\(name) is to be the number of who called sudo, and is '\(value)'; unset it, or name the user with --user"
    case .cannotDropPrivileges(let step, let reason):
      "the privileges cannot be given up (\(step): \(reason)), so nothing is captured"

    case .fileExists(let path):
      "\(path) exists already; choose another name, or overwrite it with --force"
    case .cannotCreate("-", let reason):
      "standard output cannot be written: \(reason)"
    case .cannotCreate(let path, let reason):
      "\(path) cannot be created: \(reason)"
    case .cannotWrite("-", let reason):
      "standard output cannot be written: \(reason)"
    case .cannotWrite(let path, let reason):
      "\(path) cannot be written any further: \(reason); what was written before is a whole, readable capture"
    case .vanished(let path):
      "\(path) was removed while it was written: its packets are lost"
    case .linkOfAnother(let path):
      """
      \(path) is a link that somebody else has put into a folder that everybody may write, and is not followed; \
      choose another name, or remove it
      """
    case .fileOfAnother(let path):
      """
      \(path) belongs to somebody else, in a folder that everybody may write, and is not overwritten; \
      choose another name, or remove it
      """
    case .cannotMakeFolder(let path, let reason):
      "the folder \(path) cannot be made: \(reason)"
    case .folderNotWritable(let path, let reason):
      """
      the folder \(path) takes no new files: \(reason); a ring of files needs one in which whoever captures may write and \
      remove them; choose one of yours, or, as root, name its owner with --user
      """
    case .cannotRotate(let path, let reason):
      "the next file, \(path), cannot be created: \(reason); nothing more is written, the files before it are whole"
    case .cannotRemove(let path, let reason):
      "the oldest file, \(path), cannot be removed: \(reason); nothing more is written, so that the disk does not fill"
    }
  }

  /// The same where it was the file at `path` that showed it.
  public func of(_ path: String) -> CaptureError {
    guard case .filterNotForLinkType(nil, let expression, let linkType, let reason) = self else { return self }
    return .filterNotForLinkType(path: path, expression: expression, linkType: linkType, reason: reason)
  }

  private static func input(_ path: String) -> String { path == "-" ? "standard input" : path }

  /// The file in a command to type: the stream itself is gone.
  private static func word(_ path: String) -> String { path == "-" ? "FILE" : Program.quoted(path) }

  /// So that a caret under it stands under its place.
  private static func oneLine(_ expression: String) -> String {
    String(expression.map { $0.isWhitespace ? " " : $0 })
  }

  private static func invalidFilter(_ expression: String, _ reason: String, _ position: Int?) -> ErrorText {
    let mark: ErrorText = position.map { "\n  \(String(repeating: " ", count: $0))^" } ?? ""
    return """
      the filter is not valid: \(reason)
        \(oneLine(expression))\(mark)
      man pcap-filter explains the language; for example: tcp port 12345 and host 192.0.2.7
      """
  }

  /// Errors that are told one by one.
  private static let listLimit = 8

  private static func noneReadable(_ errors: [CaptureError]) -> ErrorText {
    let start: ErrorText = "none of the \(errors.count) files can be read:"
    let told = errors.prefix(listLimit).reduce(start) { "\($0)\n  \($1.text)" }
    return errors.count > listLimit ? "\(told)\n  and \(errors.count - listLimit) more" : told
  }

  private static func tooLargeToSort(_ paths: [String], _ limit: Int) -> ErrorText {
    let size = limit % 1_048_576 == 0 ? "\(limit / 1_048_576) MiB" : "\(limit) bytes"
    if paths.count == 1 {
      return """
        \(input(paths[0])) holds more packets than can be put in order of time in memory (\(size)); \
        write them in order first: reordercap \(word(paths[0])) sorted.pcapng
        """
    }
    return """
      the \(paths.count) files hold more packets than can be put in order of time in memory (\(size)); \
      write them in order first: mergecap -a -w joined.pcapng FILE... && reordercap joined.pcapng sorted.pcapng
      """
  }

  private static func notPermitted(_ interface: String, _ program: Program) -> ErrorText {
    #if os(Linux) || os(Android)
      """
      capturing on \(interface) needs a privilege; give it to this program once:
        sudo setcap cap_net_raw,cap_net_admin=eip \(program.quotedPath)
      or run it this once as root:
        sudo \(program.commandLine)
      """
    #else
      """
      capturing on \(interface) needs access to /dev/bpf*; install ChmodBPF, which comes with Wireshark \
      (brew install --cask wireshark-chmodbpf), or run this once as root:
        sudo \(program.commandLine)
      """
    #endif
  }
}
