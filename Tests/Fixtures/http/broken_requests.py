"""Begins requests and ends them in their midst, in every way in which a client that is killed does.

  broken_requests.py PORT METHOD PATH [HEADER...]
"""
import socket
import struct
import sys

PORT, METHOD, PATH, *HEADERS = sys.argv[1:]
BODY = b'{"EndpointName":"chat","preconditions":{"uid":"none"}}'
HEAD = "\r\n".join([f"{METHOD} {PATH} HTTP/1.1", "Host: lab", *HEADERS, f"Content-Length: {len(BODY)}", "", ""])
WHOLE = HEAD.encode() + BODY


def begin(text, is_reset):
    line = socket.create_connection(("127.0.0.1", int(PORT)), timeout=10)
    line.sendall(text)
    if is_reset:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


for is_reset in (False, True):
    for end in (0, 3, len(HEAD) // 2, len(HEAD), len(HEAD) + 1, len(WHOLE) - 1):
        begin(WHOLE[:end], is_reset)
