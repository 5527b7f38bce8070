// Linux system calls that the module map of Glibc leaves out, or that Swift cannot call.
#include <errno.h>
#include <linux/capability.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Enumerators in one C library, macros in another.
static const uint32_t clinux_epollin = EPOLLIN;
static const uint32_t clinux_epollout = EPOLLOUT;

// Privileges (capabilities(7)). Each returns 0 or the error's number.

// Takes a capability out of the bounding set for good.
static inline int clinux_drop_from_bounding_set(int capability) {
  return prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) ? errno : 0;
}

static inline int clinux_clear_ambient_set(void) {
  return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) ? errno : 0;
}

// Empties the effective, permitted and inheritable sets of the calling thread.
static inline int clinux_clear_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}, {0, 0, 0}};
  return syscall(SYS_capset, &header, none) ? errno : 0;
}

// No program that is started from here on gains anything by being set-user-ID or having file capabilities.
static inline int clinux_set_no_new_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ? errno : 0;
}
