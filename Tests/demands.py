"""The commands that read captures, and what their output must be."""

import collections
import csv
import html.parser
import io
import json
import re

Command = collections.namedtuple("Command", "arguments takes form may early", defaults=("many", "text", (), False))
"""`takes` many files, some that can be read, a pair, or one, as a file or from a pipe; `may` end also with these
statuses where the capture allows it; `early`: it may stop before the end of the file, and not see that this is cut."""

FIELDS = """frame.number frame.time_relative frame.time_epoch frame.len frame.comment eth.src ip.src ip.id
ip.frag_offset ip.len ip.checksum
ipv6.src ipv6.plen ipv6.nxt tcp.srcport tcp.seq tcp.ack tcp.flags tcp.len tcp.payload tcp.stream
tcp.window_size tcp.options.sack_le tcp.options.timestamp.tsval tcp.options.mss_val tcp.analysis.ack_rtt udp.srcport
udp.length udp.payload icmp.type icmpv6.type arp.opcode vlan.id""".split()


def commands(specification, declared):
    """Every command that reads captures, in every format."""
    indonesian = ["--lang", "id"]
    yield Command(["read"])
    yield Command(["read", "--details", *indonesian])
    yield Command(["read", "--format", "json", "--details"], form="json")
    yield Command(["read", "--format", "markdown", "--details"])
    yield Command(["read", "--format", "html", *indonesian], form="html")
    yield Command(["read", "--port", "12345", "--port", "53", "--format", "json"], form="json")
    yield Command(["read", "--host", "192.168.10.7", "--stream", "udp:0"])
    yield Command(["read", "--filter", "tcp or icmp", "--format", "json"], form="json", may=(1,))
    yield Command(["read", "--sorted", "--format", "json"], form="json")
    yield Command(["read", "--join", "--format", "json"], form="json")
    yield Command(["read", "--merge", "--details"])
    yield Command(["read", "--quiet", "--format", "json", "-"], "pipe", "json")
    yield Command(["read", "-"], "pipe")
    yield Command(["packets"])
    yield Command(["packets", "--time", "utc", "--stream", "tcp:0"])
    yield Command(["packets", "--frames", "2-9", "--time", "epoch"], early=True)
    yield Command(["packets", "-T", "json"], form="lines")
    yield Command(["packets", "-T", "fields", *(word for field in FIELDS for word in ("-e", field))], form="fields")
    yield Command(["packets", "--find", "e"], may=(3,), early=True)
    yield Command(["packets", "--find", "\\x00\\x00\\x00\\x00", "-T", "json"], form="lines", may=(3,), early=True)
    yield Command(["packets", "-T", "json", "-"], "pipe", "lines")
    yield Command(["conversations"])
    yield Command(["conversations", "--sort", "bytes:desc", *indonesian])
    yield Command(["conversations", "--format", "json"], form="lines")
    yield Command(["conversations", "--format", "csv"], form="csv")
    yield Command(["conversations", "--format", "zeek", "--ignore-checksums"], form="lines")
    yield Command(["conversations", "--merge", "--format", "zeek"], form="lines")
    yield Command(["compare", "--details"], "some", may=(1,))
    yield Command(["compare", "--as", "workload", "--format", "json"], "some", "json", may=(1,))
    yield Command(["compare", "--format", "html", *indonesian], "some", "html", may=(1,))
    yield Command(["compare", "--as", "vantage", "--format", "json"], "pair", "json", may=(1,))
    yield Command(["compare", "--as", "vantage", "--format", "markdown"], "pair", may=(1,))
    yield Command(["report"], "some", "html", may=(1,))
    yield Command(["report", "--format", "markdown", *indonesian], "some", may=(1,))
    yield Command(["answers"], "some", may=(1,))
    yield Command(["answers", "--format", "json", *indonesian], "some", "json", may=(1,))
    yield Command(["answers", "--format", "html", "--set", "praktikum"], "some", "html", may=(1,))
    yield Command(["grade", "--spec", specification], may=(3,))
    yield Command(["grade", "--spec", specification, "--format", "json"], form="json", may=(3,))
    yield Command(["grade", "--spec", specification, "--together", "--format", "html"], "some", "html", may=(3,))
    yield Command(["check", "--declared", declared], may=(3,))
    yield Command(["check", "--declared", declared, "--format", "json", *indonesian], form="json", may=(3,))
    yield Command(["diagram"], "one", may=(1,))
    yield Command(["diagram", "--format", "svg", *indonesian], "one", "html", may=(1,))
    yield Command(["diagram", "--format", "mermaid"], "one", may=(1,))
    yield Command(["diagram", "--kind", "all"], "one", may=(1,))
    yield Command(["diagram", "--kind", "all", "--format", "json", "--from", "responder"], "one", "json", may=(1,))
    yield Command(["diagram", "--kind", "time-sequence", "--format", "svg"], "one", "html", may=(1,))
    for name, form in (("text", "text"), ("markdown", "text"), ("html", "html")):
        yield Command(["explain", "--format", name, "--frame", "{frame}"], "one", form, early=True)
        yield Command(["explain", "--format", name, "--stream", "{stream}"], "one", form)
    yield Command(["explain", *indonesian, "--frame", "{frame}", "--against", "{other}"], "one", early=True)
    # Where it cannot be told how long segments are.
    yield Command(["follow", "--stream", "{stream}"], "one", may=(1,))
    yield Command(["follow", "--stream", "{stream}", "--format", "hex", *indonesian], "one", may=(1,))
    yield Command(["follow", "--stream", "{stream}", "--format", "raw", "--from", "originator"], "one", "raw", (1,))


# Control characters but the newline, what turns the direction of text round, and what breaks lines unseen.
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
TRACES = re.compile(
    r"Fatal error|Crash|Current stack|\.swift:\d|terminate called|Sanitizer|Precondition|0x[0-9a-f]{12}")
FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.]|$)")
VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}


def unique(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice in an object")
    return dict(pairs)


def no_number(text):
    raise ValueError(f"{text} is no JSON")


def parsed(text):
    """The value of JSON text, which is also text that can be written again: half a surrogate pair cannot."""
    value = json.loads(text, object_pairs_hook=unique, parse_constant=no_number)
    if "\\ud" in text.lower():
        json.dumps(value, ensure_ascii=False).encode()
    return value


class Page(html.parser.HTMLParser):
    """Whether elements are closed as they were opened, and nothing in a page acts or leads elsewhere."""

    def __init__(self, text):
        super().__init__()
        self.open, self.scripts = [], 0
        self.feed(text)
        self.close()
        if self.open or self.scripts > 1:
            raise ValueError(f"HTML: open at the end: {self.open}, scripts: {self.scripts}")

    def handle_starttag(self, tag, attributes):
        self.handle_startendtag(tag, attributes)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.scripts += tag == "script"
        for name, value in attributes:
            if name.startswith("on") or name in ("src", "href") and not (value or "").startswith(("#", "data:")):
                raise ValueError(f"HTML: {tag} has {name}={value}")

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            raise ValueError(f"HTML: {tag} is closed and was not open")


def examine(form, output):
    """Raises ValueError where output is not what its form demands."""
    if form == "raw":
        return
    text = output.decode()
    # Fields stand between tabs; lines of CSV end as RFC 4180 has it.
    unsafe = UNSAFE.search(text.replace({"fields": "\t", "csv": "\r\n"}.get(form, "\n"), "\n"))
    if unsafe:
        raise ValueError(f"output has the character U+{ord(unsafe[0]):04X}")
    if form == "json" and text:
        parsed(text)
    elif form == "lines":
        for line in text.split("\n")[:-1]:
            parsed(line)
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(text), strict=True))
        if len({len(row) for row in rows}) > 1:
            raise ValueError("CSV: rows of different length")
        if any(FORMULA.match(cell) for row in rows for cell in row):
            raise ValueError("CSV: a cell is a formula")
    elif form == "html" and len(text) < 400_000:
        Page(text)
