extension EnglishGlossary {
  func definition(_ term: GlossaryTerm) -> String {
    switch term {
    case .originator:
      "The side that begins a conversation: in TCP the sender of the first SYN, in UDP the sender of the first datagram. "
        + "Usually it is the client."
    case .responder: "The side that was asked: usually the server, which waits on a port that is known in advance."
    case .port:
      "A number from 0 to 65535 that tells which program of a host is meant. Two addresses and two ports name a connection."
    case .ephemeralPort:
      "A port that the system picks for a client and gives back afterwards, from a high range: 49152 to 65535 by the "
        + "standard, 32768 to 60999 on Linux."
    case .streamNumber:
      "Counts the conversations of a capture, TCP and UDP apart and from 0, as Wireshark's tcp.stream and udp.stream do. It "
        + "is not in any packet."
    case .capturePoint:
      "The place where packets were recorded: one of the hosts, or somewhere between. Times are those of this place, and a "
        + "packet that is lost before it is never seen."
    case .snapshotLength:
      "How many bytes of each frame a capture keeps. What lies behind them is missing in the file, but it was sent."
    case .frame:
      "What the link layer sends as one unit, for example an Ethernet frame with the IP packet in it. Frame numbers count the "
        + "frames of the capture from 1."
    case .segment: "A header of TCP with the payload behind it, if any. It travels in an IP packet."
    case .datagram:
      "A header of UDP with its payload. Each stands for itself: one call sends it, and it arrives as a whole or not at all."
    case .payload: "The bytes that a header carries for the layer above: of TCP and UDP, what the programs sent."
    case .fragment:
      "A part of an IP packet that was too large for a link. The receiver puts the parts together; if one is missing, the whole "
        + "packet is lost."
    case .checksum:
      "A 16-bit sum over header and payload by which a receiver notices damage. A packet whose checksum is wrong is dropped "
        + "without a word."
    case .offload:
      "The network card does work of the system: it fills in checksums, cuts large segments and joins small ones. A capture on "
        + "the host sees packets before, or after, that."
    case .ttl:
      "Time to live: how many routers an IP packet may still pass. Each takes one off, and drops the packet at 0 (in IPv6: hop "
        + "limit)."
    case .portUnreachable:
      "The ICMP error of a host where no program uses the UDP port that a datagram was for (type 3, code 3; in ICMPv6 type 1, "
        + "code 4). It quotes the datagram."
    case .syn:
      "The control bit that opens a connection. A segment with SYN tells its sender's first sequence number, and the SYN itself "
        + "counts as one."
    case .ack:
      "The control bit that tells that the acknowledgment number is valid, and a segment that has it and nothing else to say. "
        + "Every segment after the first SYN has it, some RSTs apart."
    case .fin:
      "The control bit by which a side tells that it sends no more data. It counts as one in the sequence numbers, and is "
        + "acknowledged like data."
    case .rst:
      "The control bit that ends a connection at once, or refuses one. Nothing is acknowledged any more, and what was on its "
        + "way is lost."
    case .psh:
      "The control bit that asks the receiver to hand the data to its program without waiting for more. Most systems set it on "
        + "the last segment of what a program wrote."
    case .urgent:
      "Data that the sender marks with the control bit URG and a pointer to its end. New programs should not use it."
    case .synAck:
      "The second segment of the handshake, with both control bits: it acknowledges the SYN, and is the responder's own SYN."
    case .sequenceNumber:
      "The number of a segment's first payload byte in its sender's stream, counted modulo 2³² from the ISN. SYN and FIN count "
        + "one each."
    case .acknowledgmentNumber:
      "The sequence number that the sender of a segment expects next: everything before it has arrived."
    case .initialSequenceNumber:
      "The initial sequence number: where a side's sequence numbers begin. Each side picks its own, so that it is hard to guess."
    case .relativeNumber:
      "A sequence or acknowledgment number less the ISN that it counts from. Raw numbers are in the packets; relative ones begin "
        + "at 0, and are easier to read."
    case .handshake:
      "SYN, SYN-ACK and ACK: the three segments by which both sides tell their ISNs and learn that the other's has arrived."
    case .backlog:
      "The queue of connections that are open and that the server's program has not yet taken with accept(). Its length does "
        + "not limit how many can be served at once."
    case .mss:
      "Maximum segment size: the most payload that a side wants to get in one segment. Each side tells its own in its SYN."
    case .windowScale:
      "An option of the SYNs: the window field of later segments is to be multiplied by 2 to this power. It is in use only if "
        + "both SYNs have it."
    case .timestamps:
      "An option in which each segment carries a clock value and returns the other side's latest one. Round trips can be "
        + "measured by it, and old segments recognised."
    case .fastOpen:
      "The SYN carries data already, with a cookie that the server gave before. It saves one round trip."
    case .simultaneousOpen:
      "Both sides send a SYN before either has the other's. Each answers with a SYN-ACK, and it becomes one connection."
    case .ecn:
      "Explicit congestion notification: a router marks packets instead of dropping them. The receiver passes the mark on (ECE), "
        + "and the sender slows down and says so (CWR)."
    case .window:
      "How many bytes beyond the acknowledgment number the sender of a segment is ready to take: the room in its receive buffer."
    case .receiveBuffer:
      "Where a host keeps the bytes that have arrived until its program reads them."
    case .zeroWindow:
      "A window of 0: the receive buffer is full, because the program does not read. The other side must not send until a "
        + "segment opens the window again."
    case .windowProbe:
      "A segment sent into a closed window, to learn whether it has opened: the segment that opened it may have been lost."
    case .cumulativeACK:
      "An ACK always covers everything before its number. So one ACK can answer several segments, and a later one makes up for "
        + "one that was lost."
    case .delayedACK:
      "A receiver may wait a moment, less than 0.5 s, with an ACK: for data of its own that can carry it, or for a second segment."
    case .duplicateACK:
      "An ACK without payload that repeats the last acknowledgment number while data is on its way. It tells that a segment came "
        + "behind a gap. Three of them count as a loss."
    case .sack:
      "Selective acknowledgment: an ACK also tells which bytes behind a gap have arrived, so that only the missing ones are sent "
        + "again. Both SYNs must permit it."
    case .duplicateSACK:
      "A SACK block that tells of bytes which arrived twice: it shows the sender that a retransmission was not needed."
    case .roundTrip:
      "The time from a segment to what answers it, RTT for short: to the other side and back. At the other side's end of the way "
        + "it is the time which that side takes to answer."
    case .echo: "A service that returns what it is sent, byte for byte."
    case .keepAlive:
      "A segment without new data, sent after a silence, to see whether the other side still answers."
    case .retransmission:
      "Bytes that are sent once more because no ACK of them has come. The sequence number is the same as before."
    case .timeout:
      "How long a sender waits for an ACK before it sends again, RTO for short. It follows from the round trips measured so far; "
        + "many systems wait 200 ms at least."
    case .backOff:
      "After each timeout of the same data the sender waits twice as long, so that it does not add to a jam."
    case .fastRetransmission:
      "A retransmission without waiting for the timeout, because duplicate ACKs or SACK blocks tell that a segment is missing."
    case .tailLossProbe:
      "The last segment sent once more after about two round trips, to call forth an ACK: so the loss of the last segments is "
        + "noticed before the timeout."
    case .outOfOrder:
      "A segment that arrives after one that was sent later. It was overtaken on the way, and is no retransmission."
    case .activeCloser: "The side that sends the first FIN. It stays in TIME-WAIT after the end."
    case .passiveCloser: "The side that gets the first FIN, and closes after that."
    case .halfClosed:
      "One side has sent its FIN and sends no more data; the other may go on sending until it closes too."
    case .timeWait:
      "The state of the active closer after the last ACK, for two maximum segment lifetimes (60 s in all on Linux): late segments "
        + "die out, and a FIN that is sent again is answered."
    }
  }
}
