# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of a proxy, and the bounded load that asks it."""

import dataclasses
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
BUILT = HERE.parent / ".build-bench"


@dataclasses.dataclass
class Work:
    name: str
    title: str
    explanation: str
    script: str
    body_bytes: int
    connections: int
    requests: int
    seconds: int
    is_stream: bool = False
    spread_ms: int = 0


PLAIN = "body-bytes-600+unchecked"
STREAM = "events-200+event-bytes-180+pace-20ms+unchecked"

WORKS = [
    Work("unary-32", "Plain calls, 32 connections", "A chat request of 2 kB, an answer of 0.6 kB, closed loop.",
         PLAIN, 2_000, 32, 20_000, 30),
    Work("unary-1", "Plain calls, 1 connection",
         "The same, one call at a time: what a call takes. The time of \"no proxy\" is in all of them.",
         PLAIN, 2_000, 1, 10_000, 15),
    Work("body-200k", "Large requests, 8 connections", "A chat request of 200 kB, an answer of 0.6 kB.",
         PLAIN, 200_000, 8, 2_000, 30),
    Work("stream-200", "200 concurrent streams",
         "200 events of 180 bytes in each, 20 ms apart: 4.1 s when nothing is late. Events are counted at the client.",
         STREAM, 2_000, 200, 200, 20, is_stream=True, spread_ms=1_000),
]
LARGE = Work("stream-2000", "2 000 concurrent streams", "The same ten times over: 100 000 events a second.",
             STREAM, 2_000, 2_000, 2_000, 60, is_stream=True, spread_ms=2_000)


def build_load():
    BUILT.mkdir(exist_ok=True)
    subprocess.run(
        ["cc", "-O2", "-Wall", "-Wextra", "-D_GNU_SOURCE", "-o", BUILT / "load", HERE / "load.c"], check=True)


def request_file(directory, peer, work):
    """The whole request as it goes over the wire."""
    body = {"model": work.name, "messages": [{"role": "user", "content": ""}]}
    if work.is_stream:
        body["stream"] = True
    body["messages"][0]["content"] = "x" * (work.body_bytes - len(json.dumps(body)))
    data = json.dumps(body).encode()
    head = (
        f"POST {peer.path(work)} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {peer.token}\r\n"
        "User-Agent: toolgate-benchmark/1.0\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(data)}\r\n\r\n")
    path = directory / f"{peer.name.replace(' ', '-')}-{work.name}.http"
    path.write_bytes(head.encode() + data)
    return path


def load(peer, work, file, requests, seconds):
    done = subprocess.run(
        [BUILT / "load", str(peer.port), str(work.connections), str(requests), str(seconds), str(work.spread_ms), file],
        capture_output=True, text=True, timeout=4 * seconds + 60)
    if done.returncode or "first failure" in done.stderr:
        print(f"{peer.name}, {work.name}: {done.stderr.strip()}", file=sys.stderr)
    return json.loads(done.stdout) if done.returncode == 0 else None
