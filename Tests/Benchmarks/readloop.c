/* The least that a reader of captures can do: libpcap lends every packet, and nothing is made of it. */
#include <pcap.h>
#include <stdio.h>

static unsigned long packets, bytes;

static void see(u_char *context, const struct pcap_pkthdr *header, const u_char *data) {
  (void)context;
  packets += 1;
  bytes += header->caplen + data[0];
}

int main(int count, char **arguments) {
  char message[PCAP_ERRBUF_SIZE];
  if (count < 2) {
    fprintf(stderr, "usage: readloop FILE\n");
    return 64;
  }
  pcap_t *file = pcap_open_offline(arguments[1], message);
  if (!file) {
    fprintf(stderr, "readloop: %s\n", message);
    return 1;
  }
  pcap_loop(file, -1, see, NULL);
  printf("%lu packets, %lu\n", packets, bytes);
  return 0;
}
