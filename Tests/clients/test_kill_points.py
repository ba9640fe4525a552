# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The whole gateway, killed at each system call with which it writes a call down: ledger, log, checkpoint and anchor.

strace ends the process when it is about to make the call, so the call itself is not made: to die at each one after the
other is to die between any two of them. Threads count for themselves; each file here is written by one at a time.

Runs only where TOOLGATE_KILL_POINTS=1 and strace is installed: on some kernels strace stops a process of many threads now
and then and never lets it go on, and the test then ends at a time-out that says nothing about the gateway.
"""

import contextlib
import http.client
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

import pytest

from auditing import calls_in, covers_everything, stranger, verifier
from helpers import eventually, request_id_bytes
from test_kill import WITHOUT_ONE_LEAF, looked

WRITING = "openat,write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2"
# The ledger's own file is SQLite's affair. How often it writes depends on which calls share a transaction.
MOST_WRITES_OF_THE_LEDGER = 40
LINE = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)")


def why_nothing_can_be_traced():
    """A reason in words, or nothing."""
    if os.environ.get("TOOLGATE_KILL_POINTS") != "1":
        return "TOOLGATE_KILL_POINTS=1 asks for it"
    if not shutil.which("strace"):
        return "strace is not installed"
    # A process that is not its child, as the gateway will be: some systems allow only children to be traced.
    other = subprocess.Popen(["sleep", "60"])
    tracer = subprocess.Popen(
        ["strace", "-p", str(other.pid), "-o", "/dev/null"], stderr=subprocess.PIPE, text=True)
    line = tracer.stderr.readline()
    other.kill()
    tracer.communicate(timeout=20)
    other.wait()
    return None if "attached" in line else f"strace may trace nothing here: {line.strip()}"


class Tracer:
    """strace on a running gateway, until the gateway is dead or the tracer is told to let it go."""

    def __init__(self, gateway, output, paths, *more):
        self.output = output
        command = ["strace", "-f", "-y", "-p", str(gateway.process.pid), "-o", str(output)]
        for path in paths:
            command += ["-P", str(path)]
        self.process = subprocess.Popen([*command, *more], stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        assert "attached" in line, f"strace does not attach: {line!r}"

    def let_go(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=20)


class World:
    def __init__(self, gateway, tmp_path):
        self.gateway, self.home, self.tmp_path = gateway, gateway.home, tmp_path
        self.token = self.home.issue()
        self.who = stranger(self.home)
        self.answered = []
        log = self.home.directory / "log"
        self.anchor = tmp_path / "elsewhere" / "checkpoint"
        self.anchor.parent.mkdir()
        with open(self.home.directory / "toolgate.yaml", "a") as file:
            file.write(f"provenance: {{anchors: [{self.anchor}]}}\n")
        self.checkpoint_file = log / "checkpoint"
        next_one, next_anchor = log / "checkpoint.next", self.anchor.with_name("checkpoint.next")
        self.of_log = [log / "level-0", log, next_one, next_anchor, self.anchor.parent]
        # What is synced, as docs/transparency-log.md says it: none of them may be missing from the points.
        self.in_their_order = [log / "level-0", log, next_one, log, next_anchor, self.anchor.parent]
        self.wal = self.home.directory / "ledger.sqlite-wal"

    def start(self):
        """Starts, and checks what the last kill left."""
        self.gateway.start()
        eventually(lambda: looked(self.who))
        eventually(lambda: covers_everything(self.home, self.who))
        with self.home.ledger() as ledger:
            assert ledger.execute(WITHOUT_ONE_LEAF).fetchone() == (0,)

    def call(self):
        """A call that may die with the gateway."""
        with contextlib.suppress(OSError, EOFError, http.client.HTTPException):
            answer = self.gateway.chat("plain", self.token)
            assert answer.status == 200
            self.answered.append(answer.headers["x-request-id"])

    def points(self):
        """The system calls of one append of the log: path, name, and how often this one came before."""
        output = self.tmp_path / "append.strace"
        tracer = Tracer(self.gateway, output, self.of_log, "-e", f"trace={WRITING}")
        # Once the second append is there, the first one is over.
        for _ in range(2):
            self.call()
            eventually(self.is_published)
        tracer.let_go()
        found = []
        for line in output.read_text().splitlines():
            match = LINE.match(line)
            if not match:
                continue
            # To die before a file is opened that is there already is to die after the call before that.
            if match[1] == "openat" and "O_CREAT" not in match[2]:
                continue
            # Of a rename, the old name.
            place = re.search(rf"[<\"]({re.escape(str(self.tmp_path))}[^>\"]*)[>\"]", match[2])
            point = (pathlib.Path(place[1]), match[1])
            assert point[0] in self.of_log, line
            found.append((*point, 1 + sum(before[:2] == point for before in found)))
            if point == (self.anchor.parent, "fsync"):
                return found
        raise AssertionError("the append did not come to its end")

    def die_at(self, path, name, count):
        assert self.dies_at(path, name, count, lambda: False), f"the gateway never came to {path}, {name}, {count}"

    def dies_at(self, path, name, count, is_over):
        """Whether the gateway was killed there, while it answered a call and published it."""
        output = self.tmp_path / "kill.strace"
        tracer = Tracer(
            self.gateway, output, [path], "-e", f"trace={name}", "-e", f"inject={name}:signal=SIGKILL:when={count}")
        self.call()

        eventually(lambda: self.gateway.process.poll() is not None or is_over())
        tracer.let_go()
        code = self.gateway.process.poll()
        assert code in (None, -signal.SIGKILL), code
        # Whoever asked in the last moment may have been given this one.
        if code is not None and self.checkpoint().size > self.who.seen.size:
            self.who.seen = self.checkpoint()
        return code is not None

    def checkpoint(self):
        return verifier.Checkpoint(self.checkpoint_file.read_bytes(), self.who.keys)

    def is_published(self):
        """Whether checkpoint and anchor cover every leaf. Asks the files: the gateway may die while it is asked."""
        with self.home.ledger() as ledger:
            (leaves,) = ledger.execute("SELECT count(*) FROM leaf").fetchone()
        return self.checkpoint().size >= leaves and self.anchor.read_bytes() == self.checkpoint_file.read_bytes()


@pytest.mark.timeout(600)
def test_killed_at_each_write_of_an_append(make_gateway, tmp_path, say_loudly):
    reason = why_nothing_can_be_traced()
    if reason:
        say_loudly(f"NOT TESTED, death at each write of an append: {reason}")
        pytest.skip(reason)
    began = time.monotonic()
    world = World(make_gateway({"plain": "normal"}, start=False), tmp_path)
    world.start()
    points = world.points()
    synced = [path for path, name, _ in points if name == "fsync"]
    assert synced == world.in_their_order, points
    for point in points:
        world.die_at(*point)
        world.start()
    killed_in_ledger = 0
    while killed_in_ledger < MOST_WRITES_OF_THE_LEDGER and world.dies_at(
            world.wal, "pwrite64", killed_in_ledger + 1, world.is_published):
        killed_in_ledger += 1
        world.start()
    assert 0 < killed_in_ledger < MOST_WRITES_OF_THE_LEDGER, "the last call must have survived whole"

    logged = calls_in(world.who.audit())
    world.gateway.stop()
    sound = world.home.run("log", "verify").stdout
    assert "The log is sound." in sound and " 0 leaves are not signed yet" in sound
    verified = world.home.run("ledger", "verify", expect=None)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    with world.home.ledger() as ledger:
        outcomes = dict(ledger.execute("SELECT request_id, outcome FROM intent LEFT JOIN settlement USING (seq)"))
    assert len(logged) == len(set(logged)) and {request_id_bytes(text) for text in logged} == set(outcomes)
    assert None not in outcomes.values(), "an intent has no settlement"
    assert {outcomes[request_id_bytes(text)] for text in world.answered} == {"complete"}
    say_loudly(
        f"killed at {len(points)} system calls of an append and {killed_in_ledger} writes of the ledger,"
        f" {len(outcomes)} calls, {time.monotonic() - began:.0f} s")
