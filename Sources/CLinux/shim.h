// Linux system calls that the module map of Glibc leaves out.
#include <stdint.h>
#include <sys/epoll.h>

// Enumerators in one C library, macros in another.
static const uint32_t clinux_epollin = EPOLLIN;
static const uint32_t clinux_epollout = EPOLLOUT;
