"""Makes system calls and sockets that no learner needs, and answers those that were not refused as such.

Refused is EPERM or ENOSYS. Any other error comes from the kernel's own code for the call: it was reached.
"""

import ctypes
import errno
import json
import mmap
import os
import platform
import signal
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NEWUSER = 0x10000000
CALLS = {  # name: (number on x86-64, on ARM, arguments)
    "io_uring_setup": (425, 425, 1, 0),
    "io_uring_enter": (426, 426, -1),
    "ptrace TRACEME": (101, 117, 0),
    "process_vm_readv": (310, 270, os.getppid()),
    "kcmp": (312, 272, os.getpid(), os.getpid(), 0),
    "pidfd_getfd": (438, 438, -1),
    "userfaultfd": (323, 282, 1),
    "unshare": (272, 97, NEWUSER),
    "clone of a namespace": (56, 220, NEWUSER | signal.SIGCHLD),
    "clone3": (435, 435, 0, 0),
    "setns": (308, 268, -1),
    "mount": (165, 40, 0),
    "umount2": (166, 39, 0),
    "pivot_root": (155, 41, 0),
    "chroot": (161, 51, 0),
    "fsopen": (430, 430, 0),
    "open_tree": (428, 428, -1),
    "keyctl": (250, 219, 0, -3, 0),
    "add_key": (248, 217, 0),
    "request_key": (249, 218, 0),
    "bpf": (321, 280, 0),
    "perf_event_open": (298, 241, 0),
    "init_module": (175, 105, 0),
    "finit_module": (313, 273, -1),
    "kexec_load": (246, 104, 0),
    "acct": (163, 89, 0),
    "swapon": (167, 224, 0),
    "reboot": (169, 142, 0),
    "syslog": (103, 116, 10),
    "open_by_handle_at": (304, 265, -1),
    "name_to_handle_at": (303, 264, -1),
    "memfd_secret": (447, 447, 0),
    "splice": (275, 76, -1, 0, -1),
    "vmsplice": (278, 75, -1),
    "mq_open": (240, 180, 0),
    "adjtimex": (159, 171, 0),
    "personality without random addresses": (135, 92, 0x40000),
    "sync": (162, 81),
    "socket, VSOCK behind 32 more bits": (41, 198, 1 << 32 | 40, 1, 0),
}
SOCKETS = {  # name: (family, type, protocol)
    "VSOCK": (40, 1, 0),
    "ALG": (38, 5, 0),
    "PACKET": (17, 3, 0),
    "BLUETOOTH": (31, 3, 0),
    "TIPC": (30, 5, 0),
    "CAN": (29, 3, 1),
    "RDS": (21, 5, 0),
    "XDP": (44, 3, 0),
    "SMC": (43, 1, 0),
    "SCTP": (2, 1, 132),
    "MPTCP": (2, 1, 262),
    "raw": (2, 3, 1),
    "netfilter": (16, 3, 12),
}
REFUSED = (errno.EPERM, errno.ENOSYS)
libc = ctypes.CDLL(None, use_errno=True)


def called(number, *arguments):
    """Whether a call got past, tried in a child: some calls change who makes them."""
    child = os.fork()
    if child == 0:
        ctypes.set_errno(0)
        result = libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, (*arguments, 0, 0, 0, 0)[:6]))
        os._exit(0 if result == -1 and ctypes.get_errno() in REFUSED else 1)
    return os.waitpid(child, 0)[1] != 0


def made(family, kind, protocol):
    """Whether a socket could be made, or at least the kernel was asked for it."""
    try:
        socket.socket(family, kind, protocol).close()
    except OSError as error:
        return error.errno not in REFUSED
    return True


def called_as_32_bits():
    """Whether getpid was answered by the table of 32-bit calls: socketcall, beside it, hides its arguments."""
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20; int 0x80; ret
    child = os.fork()
    if child == 0:
        address = ctypes.addressof(ctypes.c_char.from_buffer(code))
        os._exit(int(ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0))
    return os.waitpid(child, 0)[1] == 256


def usual():
    """What an app does need and can't have: a filter that refuses everything is none either."""
    for family, kind in ((socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET6, socket.SOCK_DGRAM)):
        if not made(family, kind, 0):
            yield f"no socket of {family!r}"
    if not (made(socket.AF_UNIX, socket.SOCK_STREAM, 0) and made(16, 3, 0)):
        yield "no unix socket, or no netlink"


def tries():
    arm = platform.machine() in ("aarch64", "arm64")
    found = [name for name, (x86, on_arm, *more) in CALLS.items() if called(on_arm if arm else x86, *more)]
    found += [f"socket {name}" for name, how in SOCKETS.items() if made(*how)]
    if not arm and called_as_32_bits():
        found.append("calls of 32-bit programs")
    return [*found, *usual()]


FOUND = tries()


def REACHED():
    return FOUND


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        word = self.path.rpartition("/")[2]
        data = json.dumps(REACHED() if word == "reached" else word).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
