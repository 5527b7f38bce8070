#!/usr/bin/env python3
"""The cable, or the air, between two network namespaces.

  bridge.py A B --far INTERFACE... --delay MILLISECONDS [--jitter MILLISECONDS] [--seed NUMBER] [--lose-there FRAME...]
            [--lose-back FRAME...]
      passes every frame that comes in at A on to B after the delay, and the other way round, until it is killed; but not
      those that are to be lost, counted from 1 in each direction. First it makes both, and the far ends, which must still
      be here, send what they say they send: no checksums left to a card, no segments joined or left to be cut.

A veth pair hands over frames whose checksum is still to be computed and segments larger than any frame, for there is no
card in between that would see to both. Frames that go through here would keep them so.
"""

import argparse
import array
import fcntl
import random
import socket
import struct
import threading
import time

SIOCETHTOOL = 0x8946
# What an Ethernet card may take off the system, with the commands that switch it (linux/ethtool.h).
OFFLOADS = {"TX checksums": 0x17, "TSO": 0x1F, "GSO": 0x24, "GRO": 0x2C}

ETH_P_ALL = 3
SO_TIMESTAMPNS = 35
SO_RCVBUFFORCE = 33
# What may be on its way in one direction, as the kernel counts: some thousands of short frames.
IN_FLIGHT = 4 * 1024 * 1024


def plain(interface):
    """Switches off all that would make the frames in a capture other than those on a cable."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for name, command in OFFLOADS.items():
            value = array.array("I", [command, 0])
            request = struct.pack("16sP", interface.encode(), value.buffer_info()[0])
            try:
                fcntl.ioctl(control, SIOCETHTOOL, request)
            except OSError as error:
                raise SystemExit(f"bridge.py: {name} of {interface} cannot be switched off: {error}")


def open_interface(name):
    packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    packets.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, IN_FLIGHT)
    packets.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    packets.bind((name, ETH_P_ALL))
    return packets


def carry(source, destination, delay, jitter, chance, lost):
    """Passes frames on in their order, each `delay` and at most `jitter` seconds after it came, but for the `lost`."""
    number = 0
    while True:
        frame, control, _, address = source.recvmsg(65_536, 64)
        if address[2] == socket.PACKET_OUTGOING:
            continue
        number += 1
        if number in lost:
            continue
        # Counted from the frame's arrival, not from now: frames that come in a burst do not add up their delays.
        seconds, nanoseconds = struct.unpack("qq", control[0][2])
        due = seconds + nanoseconds / 1e9 + delay + chance.uniform(0, jitter)
        # Bounded, for somebody may set the clock.
        time.sleep(min(max(0, due - time.time()), delay + jitter))
        destination.send(frame)


def join(first, second, delay, jitter, seed, lost):
    ends = open_interface(first), open_interface(second)
    directions = [(ends[0], ends[1]), (ends[1], ends[0])]
    for number, (source, destination) in enumerate(directions):
        chance = random.Random(2 * seed + number)
        arguments = (source, destination, delay, jitter, chance, lost[number])
        threading.Thread(target=carry, args=arguments, daemon=True).start()
    print(f"Joined {first} and {second}", flush=True)
    threading.Event().wait()


def main():
    parser = argparse.ArgumentParser(description="The cable, or the air, between two network namespaces.")
    parser.add_argument("ends", nargs=2)
    parser.add_argument("--far", nargs="+", default=[])
    parser.add_argument("--delay", type=float, required=True)
    parser.add_argument("--jitter", type=float, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--lose-there", nargs="+", type=int, default=[])
    parser.add_argument("--lose-back", nargs="+", type=int, default=[])
    options = parser.parse_args()
    for interface in options.ends + options.far:
        plain(interface)
    lost = options.lose_there, options.lose_back
    join(*options.ends, options.delay / 1000, options.jitter / 1000, options.seed, lost)


if __name__ == "__main__":
    main()
