import Analyzer
import ArgumentParser
import Report

/// `echo-analyze grade`: what an instructor demands of a capture, and what it has.
struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Grade captures by what an instructor demands, with reasons and frames.",
    discussion: """
      A specification is a JSON file; --example prints one to begin with. Each file is a submission, and each folder one of \
      all captures in it.
        echo-analyze grade --example > practicum.json
        echo-analyze grade submissions/*.pcap --spec practicum.json
        echo-analyze grade submissions/*/ --spec practicum.json --format html --output grades.html

      Exit status: 0 all passed; 3 some did not; 1 it could not be done; 2 a capture is cut or damaged.
      """)

  @Argument(help: ArgumentHelp("Capture files, or folders with captures.", valueName: "file"))
  var files: [String] = []

  @Option(help: ArgumentHelp("What is demanded, as JSON.", valueName: "file"))
  var spec: String?

  @Flag(help: "All files are one submission.")
  var together = false

  @Flag(help: "Print a specification to begin with, and do nothing else.")
  var example = false

  @Option(help: "The format of the grades.")
  var format: ReportOptions.Format = .text

  @OptionGroup var language: LanguageOptions
  @OptionGroup var colour: ColourOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard !example else { return }
    guard spec != nil else { throw ValidationError("--spec names what is demanded; --example prints such a file.") }
    guard !files.isEmpty else { throw ValidationError("Name the captures to grade.") }
  }

  func run() throws {
    guard !example, let spec else {
      var output = try output.open(beside: files)
      return try output.write(GradingSpecification.example)
    }
    let specification = try GradingSpecification(file: spec)
    var status = ExitStatus.done
    let submissions = SubmissionReader(specification).submissions(of: files, together: together, &status)
    guard !submissions.isEmpty else { return try status.end() }
    let grader = Grader(specification)
    let results = submissions.map { GradedSubmission($0, grader.grade($0)) }
    let same = SameRecording.find(in: submissions)
    var report = GradeReport(specification, language: language.lang, generator: EchoAnalyze.program)
    if let width = output.width { report.width = width }
    report.isColoured = output.path == nil && colour.isWanted()
    try output.write(
      format, beside: files + [spec], text: { report.text(results, same) },
      markdown: { report.markdown(results, same) },
      html: { report.html(results, same) }, json: { report.json(results, same) })
    if results.contains(where: { !$0.grade.isPassed }) { status.merge(.no) }
    try status.end()
  }
}
