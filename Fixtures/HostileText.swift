/// What others may put into a payload, a comment, the name of a file or a field of a log to fool whoever reads it.
public enum HostileText {
  public static let all: [String] =
    terminal + invisible + lines + markup + joined + markdown + formulas + commands

  /// For terminals: erase the screen, set the title, colours, in sequences of 7 and of 8 bits; a bell, a backspace.
  static let terminal = [
    "\u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}[31m", "\u{9b}31m\u{90}q\u{9c}\u{85}", "safe\u{8}\u{8}\u{7f}\u{c}",
  ]

  /// Not to be seen, or turning the order round: bidirectional overrides, isolates and marks, zero width, tags, private use.
  static let invisible = [
    "safe\u{202e}gpj.exe\u{202c}", "\u{2066}\u{2067}\u{2068}\u{2069}\u{202a}\u{202b}\u{202d}",
    "\u{200e}\u{200f}\u{61c}",
    "zero\u{200b}\u{200c}\u{2060}\u{feff}\u{ad}", "\u{e0041}\u{e007f}\u{e000}\u{10fffd}\u{378}\u{fff9}",
    "a\u{fe00}\u{3164}\u{115f}\u{34f}", "e\u{301}\u{301}\u{301}\u{301}\u{301}", "nbsp\u{a0}\u{202f}\u{3000}",
  ]

  static let lines = ["one\ntwo\r\nthree\rfour", "\u{2028}five\u{2029}six", "tab\tcell\u{b}\u{c}"]

  static let markup = [
    "<script>document.title='owned'</script>", "<img src=x onerror=document.title='owned'>",
    "</title></style></script></pre></svg><svg onload=document.title='owned'>", "<!-- ]]> <![CDATA[ &lt;b&gt; &#60;b>",
    "\" onfocus=document.title='owned' autofocus x=\"", "{{{body}}} {{%CONTENT_TYPE:TEXT}} {{/blocks}}",
    "javascript:document.title='owned'",
  ]

  /// Signs that Unicode makes one character of with a mark behind them, or with a letter before them.
  static let joined = [
    "\u{d4e}<img src=x onerror=document.title='owned'>",
    "<\u{301}b> \"\u{301} '\u{301} &\u{301} `\u{301} |\u{301} \\\u{301}",
    "\u{111c2}\"\u{111c2}'\u{111c2}\n\u{d4e}=1+1", "'\u{301}; touch owned; '\u{301}",
  ]

  static let markdown = [
    "[a](javascript:alert(1)) ![i](http://evil.example/i.png) [r]: http://evil.example",
    "| cell | **b** __u__ ~~s~~ $x$",
    "`code` ``` ~~~", "```\n# heading\n<b>", "- item", "12. item", "# heading #", "> quote", "===", "***",
    "www.evil.example HTTP://evil.example https://evil.example me@evil.example mailto:me@evil.example <http://evil.example>",
  ]

  static let formulas = [
    "=1+1", "=\u{301}1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", " =1+1", "\u{ff1d}1+1", "a,b\"\u{301},\"c\"",
    "=HYPERLINK(\"http://evil.example\")", "+cmd|' /C calc'!A0",
  ]

  /// For shells, and for diagrams.
  static let commands = [
    "--force", "-", "$(touch owned) `touch owned` ; touch owned", "%%{init: {}}%%;end;participant X #35; <br/>",
  ]

  /// The same as bytes, and bytes that are no text: not UTF-8, longer than need be, half a pair, cut.
  public static let bytes: [[UInt8]] =
    all.map { Array($0.utf8) } + [
      [0xff, 0xfe, 0x80], [0x41, 0xc0, 0xbc, 0x62, 0x3e], [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80], [0x41, 0xe2, 0x82],
      [0xf5, 0x80, 0x80, 0x80], [0xc3, 0x28], [0x00, 0x01, 0x0a, 0x00], Array(0...255),
    ]

  /// Those that may be the name of a file.
  public static let fileNames = all.filter { !$0.contains("/") && $0 != "-" && $0.utf8.count < 200 }

  /// What of `text` a terminal could obey or nobody could see, but for line feeds. Joiners and selectors are part of emoji.
  public static func unsafe(in text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { scalar in
      if scalar == "\n" || scalar.value == 0x200d || scalar.value == 0xfe0f { return false }
      if scalar.properties.isDefaultIgnorableCodePoint || scalar == "\u{fffd}" { return true }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
      default: return false
      }
    }
  }
}
