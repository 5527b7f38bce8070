import Analyzer
import Conversations

/// What a piece of text stands for, which terminals show by colour.
enum Meaning: Hashable, Sendable {
  case heading
  case originator, responder
  /// It went as it should.
  case good
  /// It may matter.
  case warning
  /// It went wrong.
  case error

  init(_ side: Side) { self = side == .originator ? .originator : .responder }

  /// Nil for what is neither good nor bad.
  init?(_ severity: Finding.Severity) {
    switch severity {
    case .error: self = .error
    case .warning: self = .warning
    case .note, .info: return nil
    }
  }

  init?(_ outcome: Outcome) {
    switch outcome {
    case .complete: self = .good
    case .refused, .reset, .unanswered: self = .error
    case .open, .midstream: return nil
    }
  }

  init(_ verdict: CaptureTrust.Verdict) {
    switch verdict {
    case .good: self = .good
    case .limited: self = .warning
    case .poor: self = .error
    }
  }

  /// Nil for what is no echo: few programs mean to be one.
  init?(_ echo: EchoResult) {
    guard echo.isEcho == true else { return nil }
    self = (echo.lost ?? 0) > 0 ? .warning : .good
  }

  /// Nil for what is answered in other words, as most protocols do.
  init?(_ exchange: Exchange) {
    if exchange.request != nil, exchange.reply == nil {
      self = .error
    } else if exchange.isShortened || exchange.isReordered || !exchange.duplicates.isEmpty {
      self = .warning
    } else if exchange.isIdentical == true {
      self = .good
    } else {
      return nil
    }
  }

  /// What turns it on (ECMA-48, section 8.3.117). Red, yellow and green judge; the two sides have colours that do not.
  var escape: StaticString {
    switch self {
    case .heading: "\u{1b}[1m"
    case .originator: "\u{1b}[36m"
    case .responder: "\u{1b}[35m"
    case .good: "\u{1b}[32m"
    case .warning: "\u{1b}[33m"
    case .error: "\u{1b}[1;31m"
    }
  }

  /// What turns all of them off.
  static var end: StaticString { "\u{1b}[0m" }
}
