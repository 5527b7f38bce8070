import ArgumentParser

extension ExplainCommand {
  func explain(frame: Int) throws { throw ValidationError("not yet") }
}
