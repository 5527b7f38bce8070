import Wire

/// A UDP request and the reply that came for it.
public struct Exchange: Hashable, Sendable, Codable {
  /// The originator's datagram; nil for a reply that nothing in the capture asked for.
  public let request: FrameMoment?
  public let requestLength: Int?
  /// Frames of the request's fragments, the completing one included; empty when it came in one piece.
  public let requestFragments: [Int]
  /// The first bytes of the request (or of the unasked reply), at most `DataSegment.previewLength`, as they came.
  public let preview: [UInt8]
  public var reply: FrameMoment?
  public var replyLength: Int?
  public var replyFragments: [Int] = []
  /// The first bytes of the reply, as they came.
  public var replyPreview: [UInt8] = []
  /// Whether the reply returned the same bytes; nil without a reply, or when the snapshot length cut one of them.
  public var isIdentical: Bool?
  /// Frames of further replies with the same bytes: the first sixteen.
  public var duplicates: [Int] = []
  /// The reply came after the reply to a later request.
  public var isReordered = false
  /// The ICMP error that the request caused.
  public var icmpError: ICMPError?

  /// From request to reply; nil without one of them, or when the clock ran backwards between them.
  public var nanoseconds: Int64? {
    guard let request, let reply else { return nil }
    return reply.time.elapsed(since: request.time)
  }

  /// The reply begins as its request does, as far as both previews go.
  public var beginsLikeRequest: Bool {
    request != nil && !replyPreview.isEmpty && preview.starts(with: replyPreview)
  }

  /// Most of what is known of the reply is what the request holds in the same place.
  public var resemblesRequest: Bool {
    guard request != nil, requestLength == replyLength, !preview.isEmpty else { return false }
    return zip(preview, replyPreview).count { $0 == $1 } * 2 > preview.count
  }

  /// The reply holds only the beginning of its request: the receiver's buffer was too small for the datagram.
  public var isShortened: Bool {
    guard let requestLength, let replyLength, replyLength > 0, replyLength < requestLength else { return false }
    return isIdentical == false && beginsLikeRequest
  }
}
