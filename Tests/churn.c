// churn INTERFACE KIND SECONDS RATE: sends conversations, one after the other, as fast as it can or RATE of them a second.
// KIND: tcp (SYN, SYN-ACK, ACK, data, echo, ACK, FIN, FIN, ACK), udp (request, reply), syn (a flood: one SYN each, from
// another address), mix (tcp and udp by turns). No two have the same addresses and ports. Prints packets and conversations.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64, ROOM = 128, FIN = 1, SYN = 2, RST = 4, PSH = 8, ACK = 16 };

static uint8_t frames[BATCH][ROOM];
static struct mmsghdr messages[BATCH];
static struct iovec pieces[BATCH];
static int filled, sender;
static uint64_t packets;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void flush(void) {
  for (int done = 0; done < filled;) {
    int count = sendmmsg(sender, messages + done, filled - done, 0);
    if (count > 0) done += count;
    else if (errno != ENOBUFS && errno != EAGAIN && errno != EINTR) { perror("sendmmsg"); exit(1); }
  }
  packets += filled;
  filled = 0;
}

static void put16(uint8_t *to, uint16_t value) { to[0] = value >> 8; to[1] = value; }
static void put32(uint8_t *to, uint32_t value) { put16(to, value >> 16); put16(to + 2, value); }

static uint32_t sum(const uint8_t *bytes, int count, uint32_t start) {
  for (int i = 0; i + 1 < count; i += 2) start += bytes[i] << 8 | bytes[i + 1];
  if (count & 1) start += bytes[count - 1] << 8;
  return start;
}

static uint16_t folded(uint32_t sum) {
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum;
}

static const uint8_t payload[34] = "a message of thirty-four bytes, ok";

// A packet of `size` bytes of payload behind a transport header that is already at its place.
static void add(uint32_t from, uint32_t to, int protocol, int header, int checksum, int size, uint8_t *frame) {
  static uint16_t identification;
  static const uint8_t link[14] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0};
  memcpy(frame, link, sizeof link);
  uint8_t *ip = frame + 14, *transport = ip + 20;
  memcpy(transport + header, payload, size);
  memset(ip, 0, 20);
  ip[0] = 0x45; ip[8] = 64; ip[9] = protocol;
  put16(ip + 2, 20 + header + size); put16(ip + 4, ++identification);
  put32(ip + 12, from); put32(ip + 16, to);
  put16(ip + 10, folded(sum(ip, 20, 0)));
  put16(transport + checksum, folded(sum(transport, header + size, sum(ip + 12, 8, protocol + header + size))));
  pieces[filled].iov_len = 34 + header + size;
  if (++filled == BATCH) flush();
}

static void tcp(uint32_t from, uint32_t to, int port, int peer, int flags, uint32_t seq, uint32_t ack, int size) {
  uint8_t *frame = frames[filled], *header = frame + 34;
  memset(header, 0, 20);
  put16(header, port); put16(header + 2, peer); put32(header + 4, seq); put32(header + 8, ack);
  header[12] = 0x50; header[13] = flags; put16(header + 14, 64240);
  add(from, to, 6, 20, 16, size, frame);
}

static void udp(uint32_t from, uint32_t to, int port, int peer, int size) {
  uint8_t *frame = frames[filled], *header = frame + 34;
  put16(header, port); put16(header + 2, peer); put16(header + 4, 8 + size); put16(header + 6, 0);
  add(from, to, 17, 8, 6, size, frame);
}

int main(int count, char **arguments) {
  if (count != 5) { fprintf(stderr, "churn INTERFACE tcp|udp|syn|mix SECONDS RATE\n"); return 64; }
  const char *kind = arguments[2];
  double seconds = atof(arguments[3]), rate = atof(arguments[4]);
  sender = socket(AF_PACKET, SOCK_RAW, 0);
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(arguments[1])};
  if (sender < 0 || !address.sll_ifindex || bind(sender, (struct sockaddr *)&address, sizeof address)) {
    perror(arguments[1]);
    return 1;
  }
  for (int i = 0; i < BATCH; i++) {
    pieces[i].iov_base = frames[i];
    messages[i].msg_hdr.msg_iov = &pieces[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  double start = now();
  uint64_t number = 0;
  for (;; number++) {
    if (number % 16 == 0) {
      double passed = now() - start;
      if (passed >= seconds) break;
      if (rate > 0 && number > passed * rate) {
        flush();
        usleep(1000);
        number--;
        continue;
      }
    }
    // Every address of 10/8 in turn, with another port each time round.
    uint32_t client = 0x0a000000 | (number & 0xffffff), server = 0xc0000202;
    int port = 10000 + (number >> 24) % 50000;
    uint32_t seq = number * 2654435761u, ack = seq ^ 0x5a5a5a5a;
    if (!strcmp(kind, "syn")) {
      tcp(client, server, port, 80, SYN, seq, 0, 0);
    } else if (!strcmp(kind, "udp") || (!strcmp(kind, "mix") && number % 2)) {
      udp(client, server, port, 12345, 34);
      udp(server, client, 12345, port, 34);
    } else {
      tcp(client, server, port, 12345, SYN, seq, 0, 0);
      tcp(server, client, 12345, port, SYN | ACK, ack, seq + 1, 0);
      tcp(client, server, port, 12345, ACK, seq + 1, ack + 1, 0);
      tcp(client, server, port, 12345, PSH | ACK, seq + 1, ack + 1, 34);
      tcp(server, client, 12345, port, PSH | ACK, ack + 1, seq + 35, 34);
      tcp(client, server, port, 12345, ACK, seq + 35, ack + 35, 0);
      tcp(client, server, port, 12345, FIN | ACK, seq + 35, ack + 35, 0);
      tcp(server, client, 12345, port, FIN | ACK, ack + 35, seq + 36, 0);
      tcp(client, server, port, 12345, ACK, seq + 36, ack + 36, 0);
    }
  }
  flush();
  printf("%llu %llu\n", (unsigned long long)packets, (unsigned long long)number);
  return 0;
}
