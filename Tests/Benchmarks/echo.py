# echo.py tcp|udp PORT: an echo server on 127.0.0.1 as Python's own library has it.
import socketserver
import sys


class Stream(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(2048):
            self.request.sendall(data)


class Datagram(socketserver.BaseRequestHandler):
    def handle(self):
        data, socket = self.request
        socket.sendto(data, self.client_address)


class Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


address = ("127.0.0.1", int(sys.argv[2]))
server = Threads(address, Stream) if sys.argv[1] == "tcp" else socketserver.UDPServer(address, Datagram)
server.serve_forever()
