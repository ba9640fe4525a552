# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The whole gateway, killed before each write with which it puts a call down: ledger, log, checkpoint and anchor."""

import http.client
import signal
import time

import pytest

from auditing import calls_in, covers_everything, stranger, verifier
from death import Act, Death
from helpers import eventually, request_id_bytes
from test_kill import WITHOUT_ONE_LEAF, looked

# The ledger's own file is SQLite's affair. How often it writes depends on which calls share a transaction.
MOST_WRITES_OF_THE_LEDGER = 40


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
        self.write_of_the_ledger = Act("write", self.home.directory / "ledger.sqlite-wal")
        self.death = Death(tmp_path)
        self.death.put_into(self.home.environment)

    def start(self):
        """Starts, and checks what the last kill left."""
        self.gateway.start()
        eventually(lambda: looked(self.who))
        eventually(lambda: covers_everything(self.home, self.who))
        with self.home.ledger() as ledger:
            assert ledger.execute(WITHOUT_ONE_LEAF).fetchone() == (0,)

    def call(self):
        """A call that may die with the gateway: whether it was answered."""
        try:
            answer = self.gateway.chat("plain", self.token)
        except (OSError, EOFError, http.client.HTTPException):
            return False
        assert answer.status == 200
        self.answered.append(answer.headers["x-request-id"])
        return True

    def points(self):
        """The acts of one append of the log, each with its number among those of its kind and path."""
        self.death.forget()
        # Once the second append is there, the first one is over.
        for _ in range(2):
            self.call()
            eventually(self.is_published)
        found = []
        for act in self.death.seen():
            if act.path not in self.of_log:
                continue
            found.append((act, 1 + sum(before == act for before, _ in found)))
            if act == Act("sync", self.anchor.parent):
                return found
        raise AssertionError("the append did not come to its end")

    def die_at(self, act, number):
        assert self.dies_at(act, number, lambda: False), f"the gateway never came to {act}, {number}"

    def dies_at(self, act, number, is_over):
        """Whether the gateway was killed there, while it answered a call and published it."""
        self.death.forget()
        self.death.order(act, number)
        was_answered = self.call()

        # A process that was killed may need a moment to be gone.
        eventually(lambda: self.gateway.process.poll() is not None or was_answered and is_over())
        self.death.forget()
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
def test_killed_before_each_write_of_an_append(make_gateway, tmp_path, say_loudly):
    began = time.monotonic()
    world = World(make_gateway({"plain": "normal"}, start=False), tmp_path)
    world.start()
    points = world.points()
    synced = [act.path for act, _ in points if act.kind == "sync"]
    assert synced == world.in_their_order, points
    assert {act.kind for act, _ in points} == {"create", "write", "truncate", "sync", "rename"}, points
    for point in points:
        world.die_at(*point)
        world.start()
    killed_in_ledger = 0
    while killed_in_ledger < MOST_WRITES_OF_THE_LEDGER and world.dies_at(
            world.write_of_the_ledger, killed_in_ledger + 1, world.is_published):
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
        f"killed before {len(points)} writes of an append and {killed_in_ledger} writes of the ledger,"
        f" {len(outcomes)} calls, {time.monotonic() - began:.0f} s")
