import Foundation
import Testing

/// A browser without a window, in which pages are looked at as users look at them.
enum Chromium {
  static let isInstalled = BuiltTool.isInstalled("chromium")

  /// What a page came to at one width of the window.
  struct Look: Decodable {
    let width: Double
    /// Errors on the console, of scripts, and of what the page's own policy forbids: it may ask nothing of a network.
    let problems: [String]
    /// Width that the page needs beyond that of the window.
    let excess: Double
    /// Elements that reach out of the window, though they cannot be scrolled.
    let outside: [String]
    let drawings: Int
    /// Parts of drawings outside of their drawing.
    let outsideOfDrawings: [String]
    let headings: Int
    let title: String
    /// What the page is made of: each kind of element, with the names of its attributes, once.
    let parts: [String]
    /// Where links lead but to a place in the page.
    let links: [String]
    /// What was fetched, or asked for.
    let resources: [String]
  }

  /// Opens `page` in windows of these widths.
  static func look(at page: String, widths: [Int], in folder: TemporaryFolder) async throws -> [Look] {
    let watch = """
      <script>
      window.problems = [];
      addEventListener("error", event => problems.push(event.message || "not loaded: " + event.target.outerHTML), true);
      addEventListener("securitypolicyviolation", event => problems.push("forbidden: " + event.blockedURI));
      for (const name of ["error", "warn"]) console[name] = (...values) => problems.push(values.join(" "));
      </script>
      """
    // Before the policy, which allows the page's own script alone.
    let policy = "<meta http-equiv=\"Content-Security-Policy\""
    let watched = page.replacingOccurrences(of: policy, with: watch + policy)
    #expect(watched != page)
    let quoted = watched.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "\"", with: "&quot;")
    let frames = widths.map { "<iframe style=\"width:\($0)px;height:900px;border:0\" srcdoc=\"\(quoted)\"></iframe>" }
    let harness = """
      <!doctype html><meta charset="utf-8"><body>\(frames.joined())<script>
      onload = () => {
        const looks = [...document.querySelectorAll("iframe")].map(frame => {
          const page = frame.contentDocument, width = frame.clientWidth;
          const room = page.documentElement.clientWidth;
          const outside = [], outsideOfDrawings = [];
          for (const details of page.querySelectorAll("details")) details.open = true;
          for (const element of page.querySelectorAll("main *, nav *")) {
            if (element.closest(".table, .drawing, pre")?.contains(element) && !element.matches(".table, .drawing, pre"))
              continue;
            const box = element.getBoundingClientRect();
            if (box.right > room + 1 || box.left < -1) outside.push(element.outerHTML.slice(0, 120));
          }
          for (const svg of page.querySelectorAll("svg")) {
            const frame = svg.getBoundingClientRect();
            for (const part of svg.querySelectorAll("text, line, path, rect, circle, polygon, polyline")) {
              if (part.closest("defs")) continue;
              const box = part.getBoundingClientRect();
              if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1
                || box.bottom > frame.bottom + 1) outsideOfDrawings.push(part.outerHTML.slice(0, 160));
            }
          }
          return {width, problems: frame.contentWindow.problems, excess: page.documentElement.scrollWidth - room,
            outside: outside.slice(0, 5), drawings: page.querySelectorAll("svg").length,
            outsideOfDrawings: outsideOfDrawings.slice(0, 5), headings: page.querySelectorAll("h1, h2, h3").length, title: page.title,
            parts: [...new Set([...page.querySelectorAll("*")].flatMap(element =>
              [element.localName, ...element.getAttributeNames().map(name => element.localName + " " + name)]))].sort(),
            links: [...page.querySelectorAll("[href], [src], [action], [formaction], [data]")]
              .flatMap(element => ["href", "src", "action", "formaction", "data"].map(name => element.getAttribute(name)))
              .filter(link => link !== null && link !== "data:," && !link.startsWith("#")),
            resources: frame.contentWindow.performance.getEntriesByType("resource").map(entry => entry.name)};
        });
        const result = document.createElement("pre");
        result.id = "looks";
        result.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(looks))));
        document.body.replaceChildren(result);
      };
      </script>
      """
    let file = folder.path("harness.html")
    try harness.write(toFile: file, atomically: true, encoding: .utf8)
    let outcome = try await run(["--dump-dom", "--virtual-time-budget=10000", "file://" + file], in: folder)
    let result = try #require(outcome.output.firstMatch(of: /<pre id="looks">([A-Za-z0-9+\/=]+)<\/pre>/))
    return try JSONDecoder().decode([Look].self, from: try #require(Data(base64Encoded: String(result.1))))
  }

  /// Prints a page, and gives the number of its sheets.
  static func print(_ file: String, in folder: TemporaryFolder) async throws -> Int {
    let pdf = folder.path("printed.pdf")
    try? FileManager.default.removeItem(atPath: pdf)
    _ = try await run(["--print-to-pdf=" + pdf, "--no-pdf-header-footer", "file://" + file], in: folder)
    let bytes = try Data(contentsOf: URL(filePath: pdf))
    let text = String(decoding: bytes, as: UTF8.self)
    return text.matches(of: /\/Type\s*\/Page[^s]/).count
  }

  private static func run(_ arguments: [String], in folder: TemporaryFolder) async throws -> BuiltTool.Outcome {
    let outcome = try await BuiltTool.run(
      [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--user-data-dir=" + folder.path("profile"),
      ] + arguments)
    #expect(outcome.status.isSuccess, "\(outcome.errors)")
    return outcome
  }
}
