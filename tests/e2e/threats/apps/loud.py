"""Says everything that has ever harmed who reads it: in its output, in headers, in bodies."""

import json
import os
import socket
import sys
import threading

EVIL = (
    "qzx \x1b]52;c;ZXZp\x07 \x1b[2J\x1b[31m \x9b5A \x00 \u202eevil\u202c \u200b \U000e0041 ]]> </pre><script>alert(1)"
    '</script> <img src=x onerror=a()> " onmouseover="alert(1) [a](javascript:alert(1)) ``` ~~~ \n'
    '::error::qzx\n::add-mask::qzx\n##[error]qzx\n%0A::set-output name=a::qzx\n=HYPERLINK("http://192.0.2.1")\n'
)
BODY = json.dumps({EVIL: EVIL, "lone": "\ud800", "more": "x" * 300_000}, ensure_ascii=True).encode()
HEADERS = "".join(f"X-{n}: {EVIL.splitlines()[0].replace(chr(0), '')}\r\n" for n in range(20)).encode(
    "utf-8", "replace"
)

sys.stdout.buffer.write(EVIL.encode() + b"\xff\xfe\xc3\x28 qzx\n")
sys.stdout.flush()
if os.environ.get("ENDS"):
    sys.exit(EVIL)


def talk(client):
    with client:
        while client.recv(65536):
            sys.stdout.buffer.write(EVIL.encode() + b"\xff\n")
            sys.stdout.flush()
            head = b"HTTP/1.1 200 qzx::error::qzx\r\nContent-Type: application/json\r\n" + HEADERS
            client.sendall(head + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY)


server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("0.0.0.0", int(os.environ["PORT"])))
server.listen(64)
while True:
    threading.Thread(target=talk, args=(server.accept()[0],), daemon=True).start()
