import Analyzer
import Conversations
import Wire

// What is worth knowing, without its frames.
extension EnglishPhrases {
  func finding(_ finding: Finding, in conversation: ConversationRecord?) -> String {
    let number = finding.count
    let text =
      switch finding.code {
      case .captureCut where finding.frames.isEmpty: "the capture breaks off, or is damaged, before its first frame"
      case .captureCut: "the capture breaks off, or is damaged, after its last whole frame"
      case .captureFilesIncomplete where finding.frames.isEmpty:
        "a file breaks off, is damaged or cannot be read: packets are missing"
      case .captureFilesIncomplete:
        (finding.frames.count == 1
          ? "a file breaks off, is damaged or cannot be read: packets after this frame"
          : "files break off, are damaged or cannot be read: packets after these frames")
          + " are missing"
      case .captureDrops:
        "\(count(number, "packet was", "packets were")) dropped while capturing: gaps may be "
          + "the capture's, not the network's"
      case .captureDuplicates:
        "\(count(number, "packet is", "packets are")) in the capture twice (the same IP identification, the same "
          + "bytes): it was taken at two places, or two captures were merged; each is analysed once, and times between "
          + "packets of different places are none of one place"
      case .captureTimeBackwards:
        "time runs backwards at \(count(number, "frame")): durations across \(number == 1 ? "it" : "them") mean nothing; "
          + "where it is the file that is out of order and not the clock, --sorted puts packets in order"
      case .captureTimeStep:
        clockStep(number) + ", though the timestamps of a sender tell that little time passed: durations across "
          + "\(number == 1 ? "it" : "them") mean nothing"
      case .captureInterfaceDown:
        "the interface was down \(number == 1 ? "for a time" : "\(number) times"): what the network carried meanwhile is "
          + "not in the capture"
      case .captureLoss: loss(number, of: finding.population) + ": it lost packets"
      case .captureMixedLinkTypes:
        "packets of \(number) link types are mixed: they were taken at different places, and one may be there twice"
      case .captureUntimed:
        "\(count(number, "frame has", "frames have")) no time in the capture: durations from or to "
          + "\(number == 1 ? "it" : "them") are unknown, even where 0 is told"
      case .captureSnapshot:
        "\(count(number, "frame is", "frames are")) cut by the snapshot length: the rest is missing"
      case .checksumPartial:
        "\(count(number, "checksum holds", "checksums hold")) only the pseudo-header's sum: "
          + "left to the network card (offload), no damage"
      case .checksumWrong where conversation?.hasTakenWrongChecksums == true:
        "\(count(number, "checksum is", "checksums are")) wrong, but the receiver took "
          + "\(number == 1 ? "the packet" : "the packets"): the damage was done on the way to the capture, or in it"
      case .checksumWrong: "\(count(number, "checksum is", "checksums are")) wrong: the receiver drops such packets"
      case .checksumAbsent:
        "\(count(number, "datagram has", "datagrams have")) no checksum (its field is 0): the sender did not use it, and "
          + "the receiver cannot tell damage"
      case .fragmentsIncomplete:
        "of \(count(number, "datagram")) a fragment is missing, or was cut by the snapshot length"
      case .captureConversationsLeftOut:
        "\(count(number, "conversation")) \(number == 1 ? "has" : "have") no record of "
          + "\(number == 1 ? "its" : "their") own: there are more than a report has room for, and the smallest are only "
          + "counted; --port, --host or --stream tell them"
      case .tcpRefused: "the SYN was answered by RST: nothing listens there"
      case .tcpUnanswered: "the SYN got no answer" + attempts(conversation?.handshake)
      case .tcpReset: "a RST ended the connection"
      case .tcpRetransmission: "data was sent again in \(count(number, "segment"))"
      case .icmpUnreachable: "\(count(number, "ICMP error answers", "ICMP errors answer")) it"
      case .udpUnanswered: "\(count(number, "request got", "requests got")) no reply"
      case .tcpZeroWindow:
        "a receiver had no room left (window 0) in \(count(number, "segment")): the sender had to wait"
          + closedFor(conversation?.events)
      case .tcpHalfClosed where number > 0:
        "after one side's FIN the other still sent \(count(number, "segment")) of data: half-closed, which TCP allows"
      case .tcpHalfClosed:
        "half-closed for \(conversation?.teardown?.halfClosedNanoseconds.map(duration) ?? label(.unknown)): the second "
          + "side took so long to close"
      case .udpDuplicateReply: "\(count(number, "reply", "replies")) came again"
      case .udpReorderedReply: "\(count(number, "reply", "replies")) came after the reply to a later request"
      case .networkDuplicate, .tcpTimeout, .tcpFastRetransmission, .tcpTailLossProbe, .tcpRetransmissionAfterError,
        .tcpSpuriousRetransmission, .tcpLateSegment, .tcpLostBeforeCapture, .tcpUnseen:
        repetition(finding, in: conversation)
      case .tcpSYNRetried, .tcpSYNACKLost, .tcpRefusedAtFirst, .tcpOlderConnection, .tcpOtherAnswer, .tcpFINRetried,
        .tcpSimultaneousOpen, .tcpSimultaneousClose, .tcpHalfOpen,
        .tcpAbort, .tcpAbortUnread, .tcpDataAfterClose, .tcpResetIgnored, .tcpFastOpen, .tcpMidstream, .tcpOneDirection,
        .tcpOptionsCut:
        openingOrEnd(finding, in: conversation)
      case .tcpKeepAlive: keepAlives(number, conversation?.events)
      case .tcpWindowProbe:
        "\(count(number, "probe")) asked whether the closed window had opened (some of which Wireshark calls keep-alives)"
      case .tcpLargeSegment:
        "\(count(number, "segment carries", "segments carry")) more than the MSS allows (up to "
          + "\(conversation?.events?.largestPayload ?? 0) bytes): the network card cuts or joins them (TSO, GRO), so "
          + "that packets here are not packets on the wire"
      case .tcpCongestion:
        "routers marked \(count(number, "packet")) (congestion experienced); the receiver passed it on in "
          + "\(count(conversation?.events?.congestionEchoes.total ?? 0, "segment")) (ECE), and the sender answered in "
          + "\(count(conversation?.events?.congestionAnswers.total ?? 0, "segment")) (CWR\(answers(conversation?.events)))"
      case .tcpUrgent:
        "\(count(number, "segment points", "segments point")) to urgent data (URG"
          + (conversation?.events?.urgentPointer.map { ", urgent pointer \($0)" } ?? "") + ")"
      case .conversationResumed:
        "packets came again after a conversation between the same ends was over by its time"
      case .conversationLetGo:
        "too many conversations were open at a time, and this one was let go after this frame: what is "
          + "told of it is as of then, and packets that came later are another conversation"
      case .conversationOutgrown:
        "more was missing or waiting in it at a time than is kept of one conversation: from here on what counts as sent "
          + "again, acknowledged, or answered may be wrong"
      case .echoMismatch:
        if conversation?.protocol == .tcp, let offset = conversation?.echo.firstDifference?.offset {
          "from byte \(offset) of the stream, counted from 0, the responder sent something else"
        } else {
          "\(count(number, "reply differs", "replies differ")) from the request" + shortening(conversation)
        }
      case .echoLost:
        if conversation?.echo.isEcho == true {
          "\(count(conversation?.echo.lost ?? 0, "byte was", "bytes were")) never returned"
        } else {
          "\(count(conversation?.unansweredBytes(of: finding) ?? 0, "byte")) arrived, and the responder sent no data"
        }
      case .echoSlow:
        "the quickest reply took \(conversation?.echo.rtt?.minimum.map { duration($0) } ?? label(.unknown)), the handshake "
          + "\(conversation?.handshake?.nanoseconds.map(duration) ?? label(.unknown)): the responder's program took its time"
          + (conversation?.events?.gaplessSides.contains(.responder) == true ? "" : ", or a reply was lost on its way")
      }
    return conversation.map { "\(title(of: $0)): \(text)" } ?? text
  }

  /// Why replies differ, where it is the same with all of them.
  private func shortening(_ conversation: ConversationRecord?) -> String {
    let different = conversation?.exchanges.filter { $0.isIdentical == false } ?? []
    guard !different.isEmpty, different.allSatisfy(\.isShortened) else { return "" }
    return ": only its beginning came back, as where the receiver's buffer is too small for the datagram"
  }

  private func answers(_ events: TCPEvents?) -> String {
    guard let answers = events?.congestionAnswers, !answers.isEmpty else { return "" }
    return ", " + frames(answers.frames, of: answers.total)
  }
}
