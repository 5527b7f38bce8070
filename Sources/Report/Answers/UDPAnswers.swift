import Analyzer
import Conversations
import Wire

/// The answers of a UDP conversation to the questions of the UDP lab.
struct UDPAnswers {
  private let source: AnswerSource
  private let anatomy: PacketAnatomy?
  /// The UDP header of the packet that is looked at.
  private let header: HeaderAnatomy?

  init(_ source: AnswerSource) {
    self.source = source
    anatomy = source.anatomy
    header = anatomy?.headers.last { $0.kind == .udp }
  }

  var answers: [Answer] {
    [first, payloadProtocol, fieldLengths, length, maximumPayload, maximumPort, protocolNumber, pair]
  }

  /// Why there is no header to look at.
  private var obstacle: AnswerObstacle {
    guard let frame = source.sample?.frame else { return source.noSample }
    if case .fragment? = anatomy?.content { return .fragmented(frame: frame) }
    return anatomy?.headers.contains { $0.kind == .ipv4 || $0.kind == .ipv6 } == true
      ? .fragmented(frame: frame) : .headersUnknown(frame: frame)
  }

  private func number(_ name: FieldName) -> Int? {
    header?.fields.first { $0.name == name }?.number.map { Int($0) }
  }

  private static let fields: [(FieldName, AnswerValueName)] = [
    (.sourcePort, .sourcePort), (.destinationPort, .destinationPort), (.datagramLength, .length),
    (.checksum, .checksum),
  ]

  private var first: Answer {
    guard header != nil, let frame = source.sample?.frame else { return Answer(.udp1, cannot: obstacle) }
    var answer = Answer(.udp1)
    answer.say(.fields(frame: frame))
    answer.add(.fieldCount, .integer(4), frames: [frame])
    for (field, name) in Self.fields {
      guard let value = number(field) else { continue }
      answer.add(
        name,
        field == .checksum
          ? .hexadecimal(UInt64(value), bits: 16) : field == .datagramLength ? .bytes(value) : .integer(value),
        frames: [frame])
    }
    answer.warn(.notFiveFields)
    return answer
  }

  private var payloadProtocol: Answer {
    let datagram = source.rows.first { row in
      if case .datagram = row.content { true } else { false }
    }
    guard let datagram, let payload = datagram.payloadLength else {
      return Answer(.udpV8n1, cannot: source.rows.isEmpty ? source.noSample : .noSample)
    }
    var answer = Answer(.udpV8n1)
    answer.say(.firstDatagram(frame: datagram.frame, payload: payload))
    answer.add(.frame, .integer(datagram.frame), frames: [datagram.frame])
    let known = source.record.background ?? BackgroundProtocol(source.record.originator, source.record.responder)
    if let known {
      answer.say(.protocolByPort(known.rawValue))
      answer.add(.payloadProtocol, .text(known.rawValue), frames: [datagram.frame])
    } else {
      answer.say(.noKnownProtocol)
      answer.add(.payloadProtocol, .unknown, frames: [datagram.frame])
    }
    return answer
  }

  private var fieldLengths: Answer {
    guard let header, let anatomy, let frame = source.sample?.frame else { return Answer(.udp2, cannot: obstacle) }
    var answer = Answer(.udp2)
    answer.say(.fieldLengths)
    let before = anatomy.headers.prefix { $0.start < header.start }.map { ($0.kind.name, $0.length) }
    answer.say(.offsets(frame: frame, start: header.start, before: before.map { (name: $0.0, length: $0.1) }))
    var table = AnswerTable([.field, .size, .offsetInHeader, .offsetInFrame, .value])
    for (place, (field, _)) in Self.fields.enumerated() {
      guard let found = header.fields.first(where: { $0.name == field }) else { continue }
      let bytes = found.bytes
      answer.add(.fieldLength, .bytes(bytes.count), item: place + 1, frames: [frame])
      answer.add(.fieldOffset, .integer(bytes.lowerBound), item: place + 1, frames: [frame])
      let value = found.number.map { number in
        field == .checksum ? AnatomyText.hexadecimal(number, bits: 16) : "\(number)"
      }
      table.add([
        .text(field.registered), .integer(bytes.count), .integer(bytes.lowerBound - header.start),
        .text("\(bytes.lowerBound)–\(bytes.upperBound - 1)"), value.map { .text($0) } ?? .none,
      ])
    }
    answer.tables = [table]
    return answer
  }

  private var length: Answer {
    guard let length = number(.datagramLength), let frame = source.sample?.frame, let header, let anatomy else {
      return Answer(.udp3, cannot: obstacle)
    }
    var answer = Answer(.udp3)
    let payload = anatomy.payload.count, headerLength = UDPDatagram.headerLength
    answer.add(.length, .bytes(length), .udpLength, "\(headerLength) + \(payload)", frames: [frame])
    answer.add(.payloadLength, .bytes(payload), frames: [frame])
    if length == headerLength + payload {
      answer.say(.lengthIsSum(frame: frame, length: length, payload: payload))
    } else {
      answer.say(.lengthDiffers(frame: frame, length: length, sent: anatomy.originalLength - header.start))
    }
    answer.warn(.notHeaderAlone)
    return answer
  }

  private var maximumPayload: Answer {
    var answer = Answer(.udp4)
    answer.say(.maximumPayload)
    answer.add(.maximumPayload, .bytes(65_527), .udpMaximum, "65535 − 8")
    answer.say(.maximumPayloadIPv4)
    answer.add(.maximumPayloadIPv4, .bytes(65_507), .udpMaximumIPv4, "65535 − 20 − 8")
    let largest = source.rows.max { ($0.payloadLength ?? -1, $1.frame) < ($1.payloadLength ?? -1, $0.frame) }
    if let largest, let payload = largest.payloadLength {
      answer.say(.largestSeen(payload: payload, frame: largest.frame))
      answer.add(.largestPayload, .bytes(payload), frames: [largest.frame])
    }
    return answer
  }

  private var maximumPort: Answer {
    var answer = Answer(.udp5)
    answer.say(.maximumPort)
    answer.add(.maximumPort, .integer(65_535), .portMaximum, "65536 − 1")
    answer.say(
      .portsSeen(source.record.originator.port, source.record.responder.port, frame: source.record.first.frame))
    return answer
  }

  private var protocolNumber: Answer {
    guard header != nil, let anatomy, let frame = source.sample?.frame,
      let network = anatomy.headers.last(where: { $0.kind == .ipv4 || $0.kind == .ipv6 })
    else { return Answer(.udp6, cannot: obstacle) }
    var answer = Answer(.udp6)
    let isVersion6 = network.kind == .ipv6
    // Of IPv6 the last header before UDP names it.
    let carrier = isVersion6 ? anatomy.headers.last { $0.kind != .udp && $0.start >= network.start } : network
    let name: FieldName = isVersion6 ? .nextHeader : .ipProtocol
    guard let field = carrier?.fields.first(where: { $0.name == name }), let value = field.number else {
      return Answer(.udp6, cannot: obstacle)
    }
    answer.say(.protocolNumber(version: isVersion6 ? 6 : 4, frame: frame, offset: field.bytes.lowerBound))
    answer.add(.protocol, .integer(Int(value)), frames: [frame])
    answer.add(.protocolHexadecimal, .hexadecimal(value, bits: 8), frames: [frame])
    return answer
  }

  private var pair: Answer {
    let found = source.record.exchanges.lazy.compactMap { exchange -> (FrameMoment, FrameMoment, Exchange)? in
      guard let request = exchange.request, let reply = exchange.reply else { return nil }
      return (request, reply, exchange)
    }.first
    guard let (request, reply, exchange) = found else { return Answer(.udp7, cannot: source.noReply) }
    var answer = Answer(.udp7)
    let (client, server) = (source.record.originator, source.record.responder)
    answer.say(.pair(request: request.frame, reply: reply.frame))
    answer.say(.portsSwap)
    answer.warn(.noConnection)
    let frames = [request.frame, reply.frame]
    answer.add(.requestFrameUDP, .integer(request.frame), frames: [request.frame])
    answer.add(.replyFrame, .integer(reply.frame), frames: [reply.frame])
    answer.add(.portsSwapped, .truth(true), frames: frames)
    answer.add(.addressesSwapped, .truth(true), frames: frames)
    if let elapsed = exchange.nanoseconds {
      answer.add(
        .replyTime, .nanoseconds(elapsed), .elapsed,
        "\(seconds: source.elapsed(reply.time)) − \(seconds: source.elapsed(request.time))", frames: frames)
    }
    var table = AnswerTable([.frame, .source, .destination, .payload, .time])
    table.add([
      .integer(request.frame), .text("\(client)"), .text("\(server)"),
      exchange.requestLength.map { .integer($0) } ?? .none, .time(source.elapsed(request.time)),
    ])
    table.add([
      .integer(reply.frame), .text("\(server)"), .text("\(client)"),
      exchange.replyLength.map { .integer($0) } ?? .none, .time(source.elapsed(reply.time)),
    ])
    answer.tables = [table]
    return answer
  }
}
