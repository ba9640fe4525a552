# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""kill -9 of the gateway at random moments under load: no completed answer is lost, none is settled twice, each has one
leaf of the log, and what the log has signed before a kill it stands by after it."""

import asyncio
import collections
import json
import os
import random

import pytest

from auditing import calls_in, covers_everything, stranger
from helpers import USER_AGENT, eventually, request_id_bytes

KILLS = int(os.environ.get("TOOLGATE_KILLS", "200"))
SEED = int(os.environ.get("TOOLGATE_SEED", "20261123"))
WORKERS = 12
MODELS = {"plain": "normal", "late": "slow-head-8ms", "stream": "pace-1ms+events-12", "burst": "events-12"}


# Settled calls that do not have exactly one leaf.
WITHOUT_ONE_LEAF = """
    SELECT count(*) FROM settlement LEFT JOIN provenance USING (seq)
    WHERE leaf IS NULL OR (SELECT count(*) FROM leaf WHERE number = provenance.leaf AND leaf.seq = settlement.seq) <> 1
    """


def looked(who):
    """False while the console does not listen yet."""
    try:
        return who.look()
    except OSError:
        return None


class Load:
    """Clients that call without end and write down which answers they saw complete."""

    def __init__(self, port, token):
        self.port, self.token = port, token
        self.complete = {}
        self.tries = collections.Counter()
        self.is_over = False

    async def work(self, generator):
        while not self.is_over:
            model = generator.choice(list(MODELS))
            is_stream = model in ("stream", "burst")
            self.tries[model] += 1
            try:
                request_id = await asyncio.wait_for(self.ask(model, is_stream), 20)
            except (OSError, asyncio.IncompleteReadError, ValueError):
                # The gateway is down or was killed in between; it is back in a moment.
                await asyncio.sleep(0.005)
                continue
            if request_id:
                self.complete[request_id] = model

    async def ask(self, model, is_stream):
        """- Returns: the id of an answer that came complete with status 200."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            body = json.dumps(
                {"model": model, "messages": [{"role": "user", "content": "hello"}], "stream": is_stream}).encode()
            writer.write(
                b"POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\n"
                + f"Authorization: Bearer {self.token}\r\nUser-Agent: {USER_AGENT}\r\n".encode()
                + f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
            )
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
            text = await self.body(reader, headers)
            if head[0].split()[1] != "200":
                return None
            if is_stream and not text.rstrip().endswith(b"data: [DONE]"):
                return None
            return headers["x-request-id"]
        finally:
            writer.close()

    async def body(self, reader, headers):
        """The whole body; raises when it does not come to its end."""
        if "content-length" in headers:
            return await reader.readexactly(int(headers["content-length"]))
        text = b""
        while True:
            size = int(await reader.readuntil(b"\r\n"), 16)
            chunk = await reader.readexactly(size + 2)
            if size == 0:
                return text
            text += chunk[:-2]


@pytest.mark.timeout(1800)
def test_killed_at_random_moments_nothing_is_lost(make_gateway, upstream, say_loudly):
    gateway = make_gateway(MODELS, start=False)
    token = gateway.home.issue()
    generator = random.Random(SEED)
    load = Load(gateway.port, token)
    asked_before = upstream.seen["requests"]
    who = stranger(gateway.home)
    signed = set()

    def start():
        """What was signed before the kill is a prefix of what is signed now, and no call has lost its leaf."""
        gateway.start()
        eventually(lambda: looked(who))
        signed.add(who.seen.size)
        with gateway.home.ledger() as ledger:
            assert ledger.execute(WITHOUT_ONE_LEAF).fetchone() == (0,)

    async def run():
        workers = [asyncio.create_task(load.work(random.Random(SEED + number))) for number in range(WORKERS)]
        try:
            for _ in range(KILLS):
                await asyncio.to_thread(start)
                await asyncio.sleep(generator.uniform(0.0, 0.12))
                await asyncio.to_thread(who.look)
                gateway.kill()
        finally:
            # Also when a start fails: the workers would ask for ever, and the test would hang instead of failing.
            load.is_over = True
            await asyncio.gather(*workers)

    asyncio.run(run())

    # The last start settles what the last kill left open.
    gateway.start()
    last = gateway.chat("plain", token)
    assert last.status == 200
    load.complete[last.headers["x-request-id"]] = "plain"
    eventually(lambda: looked(who) and covers_everything(gateway.home, who))
    logged = calls_in(who.audit())
    gateway.stop()
    sound = gateway.home.run("log", "verify").stdout
    assert "The log is sound." in sound and " 0 leaves are not signed yet" in sound
    verified = gateway.home.run("ledger", "verify", expect=None)
    assert verified.returncode == 0, verified.stdout + verified.stderr

    with gateway.home.ledger() as ledger:
        rows = ledger.execute(
            "SELECT request_id, outcome FROM intent LEFT JOIN settlement USING (seq)").fetchall()
        doubled = ledger.execute("SELECT seq FROM settlement GROUP BY seq HAVING count(*) > 1").fetchall()
    outcomes = dict(rows)
    totals = collections.Counter(outcomes.values())
    by_model = collections.Counter(load.complete.values())
    say_loudly(
        f"{KILLS} kills, seed {SEED}: {sum(load.tries.values())} tries, {len(load.complete)} complete answers"
        f" ({dict(by_model)}), {len(rows)} intents, outcomes {dict(totals)}")

    assert len(logged) == len(set(logged)) and {request_id_bytes(text) for text in logged} == set(outcomes), (
        "calls and leaves are not the same")
    assert len(signed) > KILLS / 4, "the log must have grown between the kills"
    assert len(outcomes) == len(rows), "a request id has two intents"
    assert not doubled
    assert None not in totals, "an intent has no settlement"
    lost = [text for text in load.complete if outcomes.get(request_id_bytes(text)) != "complete"]
    assert not lost, f"{len(lost)} answers came complete and are not settled so: {lost[:5]}"
    asked = upstream.seen["requests"] - asked_before
    assert asked <= len(rows), "a call went upstream without an intent"
    assert set(by_model) == set(MODELS), "every kind of call must have come through at least once"
    assert totals["recovered"] > 0, "no kill has hit a call under way; the test has proved nothing"
    review = gateway.home.run("report", "review", "--period", "2020-01-01..2099-12-31", "--format", "json").stdout
    listed = json.loads(review)
    assert collections.Counter(call["outcome"] for call in listed)["recovered"] == totals["recovered"]
