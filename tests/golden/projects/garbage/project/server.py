import os
import socket

listener = socket.create_server(("0.0.0.0", int(os.environ.get("PORT", 8080))))
while True:
    connection, _ = listener.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"hello\n")
