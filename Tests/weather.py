"""The clients of `Tests/soak`: each is a function that goes on until it is stopped, and counts what it does."""

import collections
import ctypes
import random
import signal
import socket
import struct
import subprocess
import time

# A good client that waits longer was not served.
PATIENCE = 60
CLONE_NEWNET = 0x40000000


def counted(role, arguments, results, stop, seed):
    """Runs `role` until the end, and hands over what it counted."""
    random.seed(seed)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    counts = collections.Counter()
    try:
        role(counts, stop, *arguments)
    except Exception as error:
        counts[f"FAILURE {role.__name__}: {error!r}"] += 1
    results.put(counts)


def connect(counts, port, patience=PATIENCE):
    client = socket.socket()
    # So many sources that their ports last, whatever is in TIME_WAIT.
    client.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT
    client.bind((f"127.{random.randrange(1, 250)}.{random.randrange(250)}.{random.randrange(1, 250)}", 0))
    client.settimeout(patience)
    client.connect(("127.0.0.1", port))
    counts[f"connects {port}"] += 1
    return client


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def hear(client, count):
    heard = b""
    while len(heard) < count:
        piece = client.recv(count - len(heard))
        if not piece:
            break
        heard += piece
    return heard


def check(counts, sent, heard, what):
    counts[f"bytes {what}"] += len(sent)
    if heard == sent:
        counts[f"echoes {what}"] += 1
    else:
        counts[f"LOST {what}: {len(heard)} of {len(sent)} bytes"] += 1


# Good clients.

def talkers(counts, stop, port):
    while not stop.is_set():
        try:
            client = connect(counts, port)
            for _ in range(random.randrange(1, 10)):
                message = random.randbytes(random.randrange(1, 20_000))
                client.sendall(message)
                check(counts, message, hear(client, len(message)), "stream")
            # Half of them say FIN first, and wait for the server's.
            if random.random() < 0.5:
                client.shutdown(socket.SHUT_WR)
                check(counts, b"", client.recv(1), "stream's end")
            client.close()
        except OSError as error:
            counts[f"LOST stream: {error!r}"] += 1
        time.sleep(0.005)


def askers(counts, stop, port):
    while not stop.is_set():
        try:
            client = connect(counts, port)
            message = random.randbytes(random.randrange(1, 2_000))
            client.sendall(message)
            check(counts, message, b"".join(iter(lambda: client.recv(4_096), b"")), "one reply")
            client.close()
        except OSError as error:
            counts[f"LOST one reply: {error!r}"] += 1
        time.sleep(0.02)


def drippers(counts, stop, port):
    """Slow, but good: each byte is waited for."""
    while not stop.is_set():
        try:
            clients = [connect(counts, port) for _ in range(10)]
            for _ in range(20):
                for client in clients:
                    message = random.randbytes(1)
                    client.sendall(message)
                    check(counts, message, client.recv(1), "drip")
                time.sleep(0.3)
            for client in clients:
                client.close()
        except OSError as error:
            counts[f"LOST drip: {error!r}"] += 1


# Bad ones.

def flood(counts, stop, port):
    """Connects and goes, as fast as can be, half of the time by RST."""
    while not stop.is_set():
        for number in range(1_000):
            client = connect(counts, port)
            reset(client) if number % 2 else client.close()
            counts["came and went"] += 1
        time.sleep(0.5)


def resetters(counts, stop, port):
    while not stop.is_set():
        for step in range(4):
            client = connect(counts, port)
            try:
                if step > 0:
                    client.sendall(bytes(random.randrange(1, 30_000)))
                if step > 1:
                    client.recv(1)
                if step > 2:
                    client.shutdown(socket.SHUT_WR)
            except OSError:
                counts["reset, and the server was first"] += 1
            reset(client)
            counts["reset by the client"] += 1
        time.sleep(0.05)


def silents(counts, stop, port, number):
    while not stop.is_set():
        clients = [connect(counts, port) for _ in range(number)]
        for client in clients:
            assert client.recv(1) == b"", "a silent client got something"
            counts[f"silent, sent away {port}"] += 1
            client.close()


def deaf(counts, stop, port):
    while not stop.is_set():
        clients = [connect(counts, port) for _ in range(5)]
        for client in clients:
            client.settimeout(0.3)
            try:
                while True:
                    client.send(bytes(65_536))
            except TimeoutError:
                pass
        for client in clients:
            client.settimeout(PATIENCE)
            try:
                while client.send(b"x"):
                    time.sleep(0.1)
            except ConnectionError:
                counts["never read, reset by the server"] += 1
            client.close()


def hogs(counts, stop, port, number):
    """More than there are descriptors for, for a while."""
    while not stop.is_set():
        clients = [connect(counts, port) for _ in range(number)]
        time.sleep(1)
        for client in clients:
            client.close()
            counts["held beyond the descriptors"] += 1
        stop.wait(10)


def vanishers(counts, stop, port, ready, cut):
    """Clients in another network, which is cut off."""
    ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET)
    ready.set()
    cut.wait()
    cut.clear()
    for line in ("address add 10.9.0.2/24 dev away", "link set away up"):
        subprocess.run(["ip"] + line.split(), check=True)
    while not stop.is_set():
        clients = []
        for number in range(5):
            client = socket.create_connection(("10.9.0.1", port), PATIENCE)
            counts[f"connects {port}"] += 1
            client.sendall(b"here I am")
            check(counts, b"here I am", hear(client, 9), "stream, then vanished")
            clients.append(client)
        subprocess.run(["ip", "link", "set", "away", "down"], check=True)
        counts["vanished"] += len(clients)
        # Longer than the server waits, also when the end has come: what is sent then must find nobody.
        time.sleep(9)
        for client in clients:
            reset(client)
        time.sleep(0.2)
        subprocess.run(["ip", "link", "set", "away", "up"], check=True)
        # The neighbour is found again.
        time.sleep(1)


# Datagrams.

def senders(counts, stop, port):
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.connect(("127.0.0.1", port))
    client.settimeout(1)
    number = 0
    while not stop.is_set():
        number += 1
        message = struct.pack(">Q", number) + random.randbytes(random.randrange(1_400))
        client.send(message)
        counts["datagrams"] += 1
        try:
            while (echo := client.recv(65_536))[:8] != message[:8]:
                counts["late datagrams"] += 1
            check(counts, message, echo, "datagrams")
        except TimeoutError:
            counts["lost datagrams"] += 1
        time.sleep(0.002)


def odd(counts, stop, port):
    """What is not refused by the kernel, at both ends of what is possible, and from where nobody may be answered."""
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    payload = b"nobody may answer this"
    addresses = socket.inet_aton("127.0.0.4") + socket.inet_aton("127.0.0.1")
    header = struct.pack(">BBHHHBBH", 0x45, 0, 28 + len(payload), 0, 0, 64, 17, 0) + addresses
    while not stop.is_set():
        for family, host, size in (
            (socket.AF_INET, "127.0.0.1", 0), (socket.AF_INET, "127.0.0.1", 65_507), (socket.AF_INET6, "::1", 0),
            (socket.AF_INET6, "::1", 65_527),
        ):
            client = socket.socket(family, socket.SOCK_DGRAM)
            client.settimeout(1)
            message = random.randbytes(size)
            client.sendto(message, (host, port))
            counts["datagrams"] += 1
            try:
                check(counts, message, client.recv(70_000), "empty and largest datagrams")
            except TimeoutError:
                counts["lost datagrams"] += 1
        for source in (0, 7, 19, port):
            raw.sendto(header + struct.pack(">HHHH", source, port, 8 + len(payload), 0) + payload, ("127.0.0.1", 0))
            counts["datagrams"] += 1
            counts["not to be answered"] += 1
        # Gone before the answer comes: ICMP to the server.
        for _ in range(5):
            gone = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            gone.sendto(payload, ("127.0.0.1", port))
            gone.close()
            counts["datagrams"] += 1
            counts["gone before the answer"] += 1
        time.sleep(0.1)


def torrent(counts, stop, port):
    while not stop.is_set():
        sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for _ in range(5_000):
            sender.sendto(bytes(500), ("127.0.0.1", port))
        counts["datagrams"] += 5_000
        counts["datagrams in floods"] += 5_000
        sender.close()
        stop.wait(3)
