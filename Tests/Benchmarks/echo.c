// echo tcp|udp PORT: an echo server on 127.0.0.1 in as few system calls as there can be, to compare others with.
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static char buffer[65536];

static int open_socket(int type, int port) {
  int number = socket(AF_INET, type, 0), one = 1;
  setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(number, (struct sockaddr *)&address, sizeof address)) perror("bind"), exit(1);
  return number;
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  int port = atoi(arguments[2]);
  if (!strcmp(arguments[1], "udp")) {
    int number = open_socket(SOCK_DGRAM, port);
    for (;;) {
      struct sockaddr_in peer;
      socklen_t length = sizeof peer;
      ssize_t size = recvfrom(number, buffer, sizeof buffer, 0, (struct sockaddr *)&peer, &length);
      if (size >= 0) sendto(number, buffer, size, 0, (struct sockaddr *)&peer, length);
    }
  }
  int listener = open_socket(SOCK_STREAM, port), queue = epoll_create1(0), one = 1;
  listen(listener, 128);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
  epoll_ctl(queue, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int ready = epoll_wait(queue, events, 256, -1);
    for (int place = 0; place < ready; place++) {
      int number = events[place].data.fd;
      if (number == listener) {
        number = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (number < 0) continue;
        setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        event = (struct epoll_event){.events = EPOLLIN, .data.fd = number};
        epoll_ctl(queue, EPOLL_CTL_ADD, number, &event);
        continue;
      }
      ssize_t size = recv(number, buffer, 2048, 0);
      if (size > 0 && send(number, buffer, size, MSG_NOSIGNAL) == size) continue;
      close(number);
    }
  }
}
