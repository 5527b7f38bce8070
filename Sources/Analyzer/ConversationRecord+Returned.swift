public import Conversations

extension ConversationRecord {
  /// Requests that came back unchanged.
  public var returnedRequests: Int { echo.returned }
}
