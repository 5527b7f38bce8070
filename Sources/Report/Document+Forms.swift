// The forms that a document alone is given; reports of several documents fill their pages one by one.
extension Document {
  func text(width: Int, limit: Int? = nil, isColoured: Bool) -> String {
    var page = TextPage(width: width, limit: limit, isColoured: isColoured)
    page.add(self)
    return page.text
  }

  func markdown() -> String {
    var page = MarkdownPage()
    page.add(self)
    return page.text
  }

  /// `contentsTitle` stands over the list of headings; nil where there is none.
  func html(title: String, language: Language, generator: String, contentsTitle: String? = nil) -> String {
    var page = HTMLPage(title: title, language: language, generator: generator, contentsTitle: contentsTitle)
    page.add(self)
    return page.render()
  }
}
