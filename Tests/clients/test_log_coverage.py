# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Under load, with clients that leave: as many answers as settlements as records as leaves, each of them once."""

import collections
import itertools
import json
import random
import socket
import threading

from auditing import calls_in, covers_everything, stranger
from helpers import USER_AGENT, eventually, request_id_bytes

SEED = 20261128
CLIENTS, CALLS = 8, 60
# How many states of the log must be seen while calls are under way. On a fast machine the calls above are done before the
# log has been published so often; the clients then go on, up to this many calls each.
STATES, MOST_CALLS = 3, 60 * CALLS
SCRIPTS = {"plain": "normal", "stream": "pace-1ms+events-12", "broken": "status-500", "cut": "cut-3+events-8"}


def hang_up(port, token, model, dice):
    """Asks for a stream and leaves after a few bytes of it."""
    body = json.dumps(
        {"model": model, "stream": True, "messages": [{"role": "user", "content": "hello"}]}).encode()
    head = (
        "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nUser-Agent: {USER_AGENT}\r\nContent-Length: {len(body)}\r\n\r\n")
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head.encode() + body)
        if dice.random() < 0.7:
            connection.recv(dice.choice([1, 300, 900]))


def test_each_answer_has_one_settlement_one_record_and_one_leaf(make_gateway, say_loudly):
    gateway = make_gateway(SCRIPTS)
    token = gateway.home.issue()
    eventually(lambda: gateway.get("/v1/models", token).status == 200)
    who = stranger(gateway.home)
    answers, lock = collections.defaultdict(list), threading.Lock()
    seen_enough, calls_made = threading.Event(), itertools.count()

    def work(seed):
        dice = random.Random(seed)
        for number in range(MOST_CALLS):
            if number >= CALLS and seen_enough.is_set():
                return
            next(calls_made)
            kind = dice.choice(["plain", "plain", "stream", "stream", "broken", "cut", "leave"])
            if kind == "leave":
                hang_up(gateway.port, token, dice.choice(["stream", "cut"]), dice)
                continue
            try:
                answer = gateway.chat(kind, token, stream=kind in ("stream", "cut"))
            except Exception:
                assert kind == "cut", "only a backend that breaks off may break an answer"
                continue
            with lock:
                answers[kind].append(answer)

    threads = [threading.Thread(target=work, args=(SEED + number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    sizes = []
    while any(thread.is_alive() for thread in threads):
        sizes.append(who.look().size)
        if len(set(sizes)) >= STATES:
            seen_enough.set()
        threads[0].join(0.05)
    assert sizes == sorted(sizes)

    def is_quiet():
        with gateway.home.ledger() as ledger:
            return ledger.execute("SELECT count(*) FROM intent WHERE seq NOT IN (SELECT seq FROM settlement)"
                                  ).fetchone() == (0,)

    eventually(is_quiet)
    eventually(lambda: covers_everything(gateway.home, who))
    logged = calls_in(who.audit())
    with gateway.home.ledger() as ledger:
        intents, settlements, records, leaves = (
            ledger.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
            for what in ("intent", "settlement", "provenance", "leaf WHERE seq IS NOT NULL"))
        ids = {row[0] for row in ledger.execute("SELECT request_id FROM intent")}
    calls = next(calls_made)
    say_loudly(
        f"load: {calls} calls, {sum(map(len, answers.values()))} answers, {settlements} settlements, "
        f"{leaves} leaves, {len(set(sizes))} checkpoints seen on the way")
    assert intents == settlements == records == leaves == len(logged) == len(set(logged))
    assert {request_id_bytes(text) for text in logged} == ids
    answered = [answer.headers["x-request-id"] for kind in ("plain", "stream") for answer in answers[kind]]
    assert all(answer.status == 200 for kind in ("plain", "stream") for answer in answers[kind])
    assert len(answered) > calls / 3 and set(answered) <= set(logged)
    assert len(set(sizes)) >= STATES, "the log must have been published while calls were under way"

    assert "The log is sound." in gateway.home.run("log", "verify").stdout
    gateway.home.run("ledger", "verify")
