"""Captures with damage: cut, bytes changed, lengths lied about. What is made follows from the seed alone.

Files are taken apart as far as damage needs it: where their records are, and where the headers in a record.
"""

import gzip
import struct

# What reads differently than it looks, or means something to a terminal, a browser, a spreadsheet or JSON.
HOSTILE = [
    b"\x1b[2J\x1b]0;title\x07", "\u202edlrow\u2066".encode(), b"<script>alert(1)</script>", b'"\\\'{}\r\n',
    b"=1+1", b"@SUM(A1)", b"|`#*_[x](javascript:y)", b"\xff\xfe\xc0\x80\xed\xa0\x80", b"\x00\x7f\xc2\x85\xe2\x80\xa8",
    b"%s%n",
]
EDGES = [
    0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 20, 127, 128, 255, 256, 1500, 32767, 32768, 65535, 65536, 262144, 2**31 - 1, 2**31,
    2**32 - 1,
]

PCAP_MAGICS = {0xA1B2C3D4, 0xA1B23C4D}
SECTION, INTERFACE, SIMPLE, STATISTICS, PACKET = 0x0A0D0D0A, 1, 3, 5, 6
# How many bytes of the first packets are cut away one by one, and how many records are damaged at most.
FIRST_BYTES = 640
MOST_RECORDS = 64


class Record:
    """One packet of a pcap file or one block of a pcapng file: `head` bytes, then, of a packet, `data`, then `tail`."""

    def __init__(self, head, data=b"", tail=b"", kind=PACKET):
        self.head, self.data, self.tail, self.kind = bytearray(head), bytearray(data), bytearray(tail), kind

    def copy(self):
        return Record(self.head, self.data, self.tail, self.kind)

    def bytes(self):
        return bytes(self.head + self.data + self.tail)


class Capture:
    """A file taken apart: its `header` (none in pcapng, where all are blocks), its first `records`, and the `rest`."""

    def __init__(self, data):
        self.header, self.records, self.rest, self.order, self.is_pcapng = bytearray(), [], data, "<", False
        if data[:4] == b"\n\r\r\n":
            self.take_blocks(data)
        elif len(data) >= 24:
            for order in "<>":
                if struct.unpack_from(order + "I", data)[0] in PCAP_MAGICS:
                    self.order = order
                    self.take_packets(data)

    def take_packets(self, data):
        self.header, place = bytearray(data[:24]), 24
        while place + 16 <= len(data) and len(self.records) < MOST_RECORDS:
            length = self.number(data, place + 8)
            if place + 16 + length > len(data):
                break
            self.records.append(Record(data[place:place + 16], data[place + 16:place + 16 + length]))
            place += 16 + length
        self.rest = data[place:]

    def take_blocks(self, data):
        self.is_pcapng, place = True, 0
        self.order = "<" if data[8:12] == b"\x4d\x3c\x2b\x1a" else ">"
        while place + 12 <= len(data) and len(self.records) < MOST_RECORDS:
            kind, length = self.number(data, place), self.number(data, place + 4)
            if length < 12 or length % 4 or place + length > len(data):
                break
            block = data[place:place + length]
            head = {PACKET: 28, SIMPLE: 12}.get(kind, length)
            captured = min(self.number(block, 20), length - 32) if kind == PACKET and length >= 32 else length - 16
            cut = head + captured if head < length and captured >= 0 else length
            self.records.append(Record(block[:min(head, cut)], block[min(head, cut):cut], block[cut:], kind))
            place += length
        self.rest = data[place:]

    def number(self, data, place):
        return struct.unpack_from(self.order + "I", data, place)[0]

    def put(self, data, place, value, form="I"):
        size = struct.calcsize(form)
        if place + size <= len(data):
            struct.pack_into(self.order + form, data, place, value % (1 << 8 * size))

    def bytes(self):
        return bytes(self.header) + b"".join(record.bytes() for record in self.records) + self.rest

    def mend(self, record):
        """Makes the lengths of a record right after its `data` changed: so that damage inside is reached."""
        if not self.is_pcapng:
            self.put(record.head, 8, len(record.data))
        elif record.kind == PACKET and len(record.head) == 28:
            padding = -len(record.data) % 4
            total = 28 + len(record.data) + padding + 4
            self.put(record.head, 20, len(record.data))
            self.put(record.head, 4, total)
            record.tail = bytearray(padding) + struct.pack(self.order + "I", total)


def cuts(data):
    """The file cut at every length of its first packets, and at its end."""
    for length in sorted({*range(min(len(data), FIRST_BYTES)), *range(max(len(data) - 20, 0), len(data))}):
        yield data[:length]


def damaged(data, chance):
    """The file with damage: one kind of it or several, mostly of small things, since great damage hides the rest."""
    if chance.random() < 0.12:
        return packed(data, chance)
    capture = Capture(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        packets = [record for record in capture.records if record.data]
        if not packets or chance.random() < 0.15:
            capture = Capture(flip(bytearray(capture.bytes()), chance))
            continue
        kind = chance.choice((lie_in_file, lie_in_record, reorder) + 4 * (lie_in_packet,))
        kind(capture, packets, chance)
    return capture.bytes()


def flip(data, chance):
    """Bits, bytes or runs changed, put in or taken out."""
    if not data:
        return bytes(chance.randbytes(chance.randrange(64)))
    # Most of what matters stands at the beginning.
    place = chance.randrange(min(len(data), chance.choice((24, 64, 512, len(data)))))
    run = chance.choice((1, 2, 4, 16, 60))
    match chance.randrange(7):
        case 0: data[place] ^= 1 << chance.randrange(8)
        case 1: data[place] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
        case 2: data[place:place + run] = bytes([chance.choice((0, 0xFF, 0x41))]) * len(data[place:place + run])
        case 3: data[place:place + run] = chance.randbytes(len(data[place:place + run]))
        case 4: del data[place:place + run]
        case 5: data[place:place] = chance.randbytes(run)
        case 6:
            text = chance.choice(HOSTILE)
            data[place:place + len(text)] = text
    return bytes(data)


def edge(chance, near=0):
    return chance.choice((near + chance.choice((-16, -4, -1, 1, 4, 16)), chance.choice(EDGES), chance.getrandbits(32)))


def lie_in_file(capture, packets, chance):
    """The file's header, or what pcapng has instead: sections, interfaces and their options."""
    if not capture.is_pcapng:
        place, form = chance.choice(((0, "I"), (4, "H"), (6, "H"), (16, "I"), (20, "I"), (20, "H")))
        value = chance.choice((0xA1B2C3D4, 0xA1B23C4D, 0xD4C3B2A1, 0xA1B2CD34, 0x0A0D0D0A)) if place == 0 else (
            chance.choice((0, 1, 9, 12, 101, 104, 105, 108, 113, 127, 192, 228, 229, 276, edge(chance)))
            if place == 20 else edge(chance))
        return capture.put(capture.header, place, value, form)
    blocks = [record for record in capture.records if record.kind in (SECTION, INTERFACE)] or capture.records
    block = chance.choice(blocks)
    if block.kind == INTERFACE and chance.random() < 0.5 and len(block.head) >= 20:
        # An option more: a name, a description, a filter, a resolution, an offset, all with bytes of any kind.
        code = chance.choice((1, 2, 3, 9, 9, 11, 12, 14))
        value = chance.choice(HOSTILE) * chance.choice((1, 1, 100)) if code != 9 else bytes([chance.choice((
            0, 3, 6, 9, 12, 18, 19, 20, 38, 39, 127, 128, 138, 158, 190, 191, 192, 255))])
        option = struct.pack(capture.order + "HH", code, len(value)) + value + bytes(-len(value) % 4)
        body = block.head[:16] + option + block.head[16:-4]
        block.head = bytearray(body + struct.pack(capture.order + "I", len(body) + 4))
        return capture.put(block.head, 4, len(body) + 4)
    place = chance.randrange(0, max(len(block.head) - 3, 1), 2)
    capture.put(block.head, place, edge(chance, len(block.head)), chance.choice(("I", "H")))


def lie_in_record(capture, packets, chance):
    """What stands before a packet: its time and its lengths; in pcapng its block's length and interface too."""
    record = chance.choice(packets)
    if chance.random() < 0.2:
        text = chance.choice(HOSTILE) * chance.choice((1, 1, 40))
        if capture.is_pcapng and len(record.head) == 28:
            # A comment of the packet.
            record.tail[-4:] = struct.pack(capture.order + "HH", 1, len(text)) + text + bytes(-len(text) % 4)
            total = len(record.bytes()) + 4
            record.tail += struct.pack(capture.order + "I", total)
            return capture.put(record.head, 4, total)
        record.data += text
        return capture.mend(record)
    place = chance.randrange(0, len(record.head), 4)
    near = capture.number(record.head, place) if place + 4 <= len(record.head) else 0
    capture.put(record.head, place, edge(chance, near))
    if capture.is_pcapng and len(record.tail) >= 4 and chance.random() < 0.2:
        capture.put(record.tail, len(record.tail) - 4, edge(chance, len(record.bytes())))


def reorder(capture, packets, chance):
    """Records twice, gone, or in another order; or one cut short, whole as far as its lengths say."""
    place = capture.records.index(chance.choice(packets))
    match chance.randrange(5):
        case 0: capture.records[place:place] = [capture.records[place].copy() for _ in range(chance.choice((1, 1, 30)))]
        case 1: del capture.records[place]
        case 2:
            other = capture.records.index(chance.choice(packets))
            capture.records[place], capture.records[other] = capture.records[other], capture.records[place]
        case 3:
            del capture.records[place].data[chance.randrange(len(capture.records[place].data)):]
            capture.mend(capture.records[place])
        case 4: chance.shuffle(capture.records[1 if capture.is_pcapng else 0:])


def internet_header(data, chance):
    """Where an IPv4 or IPv6 header seems to begin; of several, as in tunnels and ICMP errors, any of them."""
    places = [
        place for place in range(min(len(data) - 20, 120))
        if (0x45 <= data[place] <= 0x4F and data[place + 9] in (1, 2, 4, 6, 17, 41, 47, 132)
            and int.from_bytes(data[place + 2:place + 4], "big") <= len(data) - place + 1500)
        or (data[place] >> 4 == 6 and len(data) - place >= 40
            and data[place + 6] in (0, 4, 6, 17, 41, 43, 44, 47, 58, 59, 60)
            and int.from_bytes(data[place + 4:place + 6], "big") <= len(data) - place + 1500)
    ]
    return (places[0] if chance.random() < 0.7 else chance.choice(places)) if places else None


def lie_in_packet(capture, packets, chance):
    """Headers of a packet that contradict its length, one another, or all that is sensible."""
    record = chance.choice(packets)
    data = record.data
    place = internet_header(data, chance)
    if place is None:
        record.data = bytearray(flip(data, chance))
        return capture.mend(record)
    if data[place] >> 4 == 4:
        transport, protocol = place + (data[place] & 15) * 4, data[place + 9]
    else:
        transport, protocol = place + 40, data[place + 6]
    choice = chance.randrange(10)
    if choice < 4:
        (lie_in_ipv4 if data[place] >> 4 == 4 else lie_in_ipv6)(data, place, chance)
    elif choice < 9 and transport + 8 <= len(data):
        {6: lie_in_tcp, 17: lie_in_udp}.get(protocol, lie_anywhere)(data, transport, chance)
    else:
        # The link's own header, tags and types before it.
        lie_anywhere(data, 0, chance)
    capture.mend(record)


def put_at(data, place, value, size):
    if 0 <= place and place + size <= len(data):
        data[place:place + size] = (value % (1 << 8 * size)).to_bytes(size, "big")


def lie_anywhere(data, place, chance):
    put_at(data, place + chance.randrange(24), edge(chance), chance.choice((1, 2, 4)))


def lie_in_ipv4(data, place, chance):
    match chance.randrange(6):
        case 0: data[place] = 0x40 | chance.randrange(16)
        case 1: put_at(data, place + 2, edge(chance, len(data) - place), 2)
        case 2: put_at(data, place + 6, chance.choice((0x2000, 0x2001, 0x3FFF, 0x1FFF, 1, chance.getrandbits(16))), 2)
        case 3: put_at(data, place + 9, chance.choice((0, 1, 2, 4, 6, 17, 41, 47, 50, 51, 58, 132, 255)), 1)
        case 4:
            # Options: the header longer, with bytes that are options or pretend to.
            data[place + 20:place + 20] = bytes(chance.choice((0, 1, 7, 68, 131, 148, 255, 2)) for _ in range(40))
            data[place] = 0x4F
            put_at(data, place + 2, len(data) - place, 2)
        case 5:
            # The packet in itself, many times: a tunnel in a tunnel.
            header, inner = bytes(data[place:place + 20]), bytes(data[place:])
            for _ in range(chance.choice((1, 3, 40))):
                outer = bytearray(header)
                outer[0], outer[9] = 0x45, 4
                outer[2:4] = min(len(inner) + 20, 65535).to_bytes(2, "big")
                inner = bytes(outer) + inner
            data[place:] = inner


def lie_in_ipv6(data, place, chance):
    match chance.randrange(3):
        case 0: put_at(data, place + 4, edge(chance, len(data) - place - 40), 2)
        case 1: put_at(data, place + 6, chance.choice((0, 1, 4, 6, 17, 41, 43, 44, 50, 51, 58, 59, 60, 135, 255)), 1)
        case 2:
            kinds = [chance.choice((0, 43, 44, 60, 51, 135)) for _ in range(chance.choice((1, 2, 8, 100)))]
            chain = b"".join(
                bytes([following, chance.choice((0, 0, 0, 1, 255)) if kind != 44 else 0])
                + chance.choice((bytes(6), chance.randbytes(6)))
                for kind, following in zip(kinds, kinds[1:] + [data[place + 6]]))
            data[place + 6] = kinds[0]
            data[place + 40:place + 40] = chain
            put_at(data, place + 4, len(data) - place - 40, 2)


def lie_in_tcp(data, place, chance):
    match chance.randrange(7):
        case 0: put_at(data, place + 12, chance.randrange(16) << 4, 1)
        case 1:
            # Options: a length of none, of less than its own two bytes, of more than there are; SACK without an end.
            options = b"".join(
                bytes([
                    chance.choice((0, 1, 2, 3, 4, 5, 5, 8, 30, 34, 253, 255)),
                    chance.choice((0, 1, 2, 3, 4, 8, 10, 34, 40, 255))])
                + chance.randbytes(chance.choice((0, 2, 8))) for _ in range(8))[:40].ljust(40, b"\1")
            if place + 12 < len(data):
                data[place + 20:place + max((data[place + 12] >> 4) * 4, 20)] = options
                data[place + 12] = 0xF0
        case 2: put_at(data, place + 13, chance.choice((0, 1, 2, 3, 4, 0x11, 0x12, 0x14, 0x18, 0x3F, 0xFF)), 1)
        case 3: put_at(data, place + 4, edge(chance, int.from_bytes(data[place + 4:place + 8], "big")), 4)
        case 4: put_at(data, place + 8, edge(chance, int.from_bytes(data[place + 8:place + 12], "big")), 4)
        case 5: put_at(data, place + 14, edge(chance), 2)
        case 6:
            text = chance.choice(HOSTILE)
            data[place + 20:] = text * max(len(data[place + 20:]) // len(text), 1)


def lie_in_udp(data, place, chance):
    match chance.randrange(4):
        case 0: put_at(data, place + 4, edge(chance, len(data) - place), 2)
        case 1: put_at(data, place + 2, chance.choice((0, 53, 4789, 3544, 2152, 6081, 443, 65535)), 2)
        case 2: put_at(data, place + 6, chance.getrandbits(16), 2)
        case 3:
            text = chance.choice(HOSTILE)
            data[place + 8:] = text * max(len(data[place + 8:]) // len(text), 1)


def packed(data, chance):
    """The file packed with gzip or zstd, and damaged in the middle, cut, or with something behind."""
    result = bytearray(gzip.compress(data, 6, mtime=0) if chance.random() < 0.5 else zstd(data, chance))
    match chance.randrange(6):
        case 0: return bytes(result)
        case 1: del result[chance.randrange(len(result)):]
        case 2: result += chance.choice((bytes(result), b"behind", bytes(64)))
        case _:
            for _ in range(chance.choice((1, 1, 8))):
                result[chance.randrange(len(result))] ^= 1 << chance.randrange(8)
    return bytes(result)


def zstd(data, chance):
    """A zstd frame (RFC 8878, section 3.1.1) of blocks as they are, and sometimes of many equal bytes."""
    blocks = [data[place:place + 65536] for place in range(0, len(data), 65536)]
    if chance.random() < 0.2:
        blocks += [None] * chance.choice((1, 16))
    frame = bytearray(struct.pack("<IBB", 0xFD2FB528, 0, 0x58))
    for number, block in enumerate(blocks):
        is_last = number == len(blocks) - 1
        size = 131072 if block is None else len(block)
        frame += struct.pack("<I", is_last | (block is None) << 1 | size << 3)[:3]
        frame += b"\0" if block is None else block
    return bytes(frame)


def beginning(data):
    """A large file's first records alone: the rest takes time and shows nothing new."""
    if len(data) <= 100_000:
        return data
    capture = Capture(data)
    if capture.records:
        capture.rest = b""
    return capture.bytes()[:1_000_000]
