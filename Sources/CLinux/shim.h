// Linux system calls that the module map of Glibc leaves out; nothing of ours.
#include <sys/epoll.h>
