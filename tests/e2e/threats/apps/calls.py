"""Tries system calls that no web app needs, and kinds of sockets; tells which of them the kernel let in."""

import ctypes
import errno
import platform
import socket

from serve import serve

NUMBERS = {  # name: (x86_64, aarch64)
    "add_key": (248, 217),
    "bpf": (321, 280),
    "init_module": (175, 105),
    "io_uring_setup": (425, 425),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "open_by_handle_at": (304, 265),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "process_vm_readv": (310, 270),
    "ptrace": (101, 117),
    "setns": (308, 268),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}
REFUSED = (errno.EPERM, errno.ENOSYS)
libc = ctypes.CDLL(None, use_errno=True)


def let_in():
    found = []
    column = 1 if platform.machine() == "aarch64" else 0
    for name, numbers in NUMBERS.items():
        # Arguments that make sense for unshare (a user namespace) and for nothing else: EINVAL would mean "let in".
        if libc.syscall(numbers[column], 0x10000000, 0, 0, 0, 0) != -1 or ctypes.get_errno() not in REFUSED:
            found.append(f"{name}: {errno.errorcode.get(ctypes.get_errno(), 'it worked')}")
    for family in ("AF_VSOCK", "AF_ALG", "AF_PACKET", "AF_KEY", "AF_CAN"):
        try:
            socket.socket(getattr(socket, family, {"AF_KEY": 15}.get(family, 40)), socket.SOCK_STREAM).close()
            found.append(family)
        except OSError as error:
            if error.errno not in (*REFUSED, errno.EAFNOSUPPORT):
                found.append(f"{family}: {errno.errorcode[error.errno]}")
    return found


serve(reached=let_in)
