public import Conversations

extension ConversationRecord {
  /// Requests that came back unchanged. Of UDP those that were kept one by one, unless all did.
  public var returnedRequests: Int {
    `protocol` == .tcp || echo.isEcho == true ? echo.replies : exchanges.count { $0.isIdentical == true }
  }
}
