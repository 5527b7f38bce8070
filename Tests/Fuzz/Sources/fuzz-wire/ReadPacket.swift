import FuzzSupport
import Wire

/// Reads all that a packet turns out to have, and checks what different ways to read it must agree on.
func read(_ packet: Packet) {
  let frame = Frame(packet)
  read(frame)
  precondition(frame.top.byteCount <= packet.bytes.byteCount, "more bytes than there are")
  if let network = frame.network, network.fragment != nil {
    // As if this fragment's own bytes were the whole datagram.
    read(Frame(frame, completedBy: network.payload))
  }
  if let ends = PacketEnds(packet) {
    use((ends.source, ends.destination, ends.differingAddressBits, ends.differingPortBits, ends.identification))
    check(ends, frame.transport, frame.network)
    if let transport = ends.soundTransport(of: packet) { read(transport) }
  }
  if let headers = PlainHeaders(packet) {
    read(headers.network)
    read(headers.transport)
  }
}

/// What a glance found, and what decoding found.
private func check(_ ends: PacketEnds, _ transport: Transport?, _ network: Network?) {
  precondition(ends.sourceAddress == network?.source && ends.destinationAddress == network?.destination)
  switch transport {
  case .tcp(let segment)?:
    precondition(ends.isTCP)
    precondition(ends.sourcePort == segment.sourcePort && ends.destinationPort == segment.destinationPort)
  case .udp(let datagram)?:
    precondition(!ends.isTCP)
    precondition(ends.sourcePort == datagram.sourcePort && ends.destinationPort == datagram.destinationPort)
  default: fatalError("a glance finds ports that decoding does not")
  }
}

private func read(_ frame: Frame) {
  if let link = frame.link { read(link) }
  if let link = frame.innermostLink { read(link) }
  if let network = frame.network {
    read(network)
    if let transport = frame.transport { use(network.checksumStatus(of: transport)) }
  }
  if let transport = frame.transport { read(transport) }
  read(frame.top)
  use((frame.error, frame.isReassembled))
  if let encapsulation = frame.encapsulation {
    precondition(encapsulation.layers.count <= Encapsulation.limit)
    use((encapsulation.description, encapsulation.identity?.hashValue))
  }
  precondition(frame.carriers.depth <= Frame.tunnelLimit)
  if let header = frame.carriers.ipv4 { read(.ipv4(header)) }
  if let header = frame.carriers.ipv6 { read(.ipv6(header)) }
  if let datagram = frame.carriers.datagram { read(.udp(datagram)) }
  if let link = frame.carriers.link { read(link) }
  use((frame.carriers.datagramEnds, frame.carriers.networkIdentifier))
  guard let gre = frame.carriers.gre else { return }
  use((gre.version, gre.isDecoded, gre.protocolType, gre.key, gre.payloadLength))
  read(gre.payload)
}

private func read(_ link: LinkHeader) {
  use((link.etherType, link.typeField, link.length, link.vlanID, link.serviceVLANID, link.mplsLabel))
  use((link.pppoeSession, link.isLLC, link.pppProtocol, link.source?.description, link.destination?.description))
  guard let header = link.wlan else { return }
  use((header.kind, header.subtype, header.isProtected, header.sequenceControl, header.obstacle, header.headerLength))
  use((header.receiver, header.transmitter, header.source, header.destination))
}

private func read(_ network: Network) {
  use((network.source?.description, network.destination?.description, network.hopLimit, network.fragment))
  use((network.isCongestionExperienced, network.protocol, network.headerLength))
  precondition(network.payload.byteCount <= max(network.payloadLength, 0), "more payload than was sent")
  read(network.payload)
  switch network {
  case .ipv4(let header):
    use((header.totalLength, header.typeOfService, header.identification, header.dontFragment, header.moreFragments))
    use((header.fragmentOffset, header.checksum, header.isChecksumCorrect))
  case .ipv6(let header):
    use((header.nextHeader, header.claimedPayloadLength, header.extensionNumbers, header.extensionError))
    use(header.trafficClass)
  case .arp(let message):
    use((message.operation, message.senderHardwareAddress, message.senderAddress, message.targetAddress))
  }
}

private func read(_ transport: Transport) {
  switch transport {
  case .tcp(let segment):
    use((segment.sequenceNumber, segment.acknowledgmentNumber, segment.flags.names(), segment.window))
    use((segment.checksum, segment.urgentPointer, segment.sequenceLength, segment.isPayloadCut, segment.isLengthKnown))
    use((segment.areOptionsCut, segment.areOptionsOnlyTimestamps, segment.timestamps, segment.options))
    precondition(segment.payload.byteCount <= segment.payloadLength, "more payload than was sent")
    segment.forEachOption { use($0) }
    segment.forEachOptionBytes { kind, length, bytes in
      use((kind, length))
      read(bytes)
    }
    read(segment.optionBytes)
    read(segment.payload)
  case .udp(let datagram):
    use((datagram.length, datagram.checksum, datagram.isLengthWrong, datagram.isLengthBelowHeader))
    precondition(datagram.payload.byteCount <= max(datagram.payloadLength, 0), "more payload than was sent")
    use((datagram.isPayloadCut, QUICLongHeader(datagram.payload)?.version))
    read(datagram.payload)
  case .icmp(let message):
    use((message.type, message.code, message.checksum, message.identifierAndSequence, message.isError))
    use(message.isPortUnreachable)
    if let quoted = message.quotedPacket { use((quoted.hashValue, quoted.sender, quoted.receiver)) }
    read(message.bytes)
  case .other: break
  }
}

/// Touches every byte, so that the address sanitizer sees it.
private func read(_ bytes: RawSpan) {
  use(InternetChecksum.sum(bytes))
  if bytes.byteCount > 0 { use((bytes.byte(at: 0), bytes.byte(at: bytes.byteCount - 1))) }
}
