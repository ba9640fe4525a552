# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Budgets and queues under a crowd of clients: nothing is overrun, nothing leaks, nobody starves."""

import http.client
import json
import random
import socket
import threading

import pytest

from helpers import Gateway, Home, USER_AGENT, backend, call, eventually

# Each call holds one dollar for its one token of output, and costs that dollar if it brings the token.
BUDGET = 100
CROWD = 64
RUNS = 20

PROVIDER = """\
schema: toolgate-provider/3
id: test-contract
provider: Test provider
product: Test
host_class: external
terms: {name: Terms of the test, date: 2026-01-01, url: https://example.org/terms}
output_ownership: customer
output_training: none
input_training: opt_in
retention_days: 30
zero_retention_option: true
confidence: medium
assessed_on: 2026-11-23
sources: [https://example.org/terms]
"""
PRICES = """\
schema: toolgate-prices/1
prices:
  - id: test-price
    contract: test-contract
    models: ["*"]
    per: 1
    currency: USD
    price: {input: "0", output: "1.00"}
    valid_from: 2026-01-01
    source: made up for a test
    checked_on: 2026-11-23
    approved_by: maintainers
"""


def configure(home, upstream):
    """A backend that takes one dollar for each call, and projects that may spend a hundred a month."""
    (home.directory / "Policies/providers/test.yaml").write_text(PROVIDER)
    (home.directory / "Policies/prices/test.yaml").write_text(PRICES)
    lines = backend("paid", upstream.url("completion-tokens-1+events-2+pace-2ms"), {"paid": "upstream-name"})
    home.configure([[*lines[:2], "    trust: contracted", "    contract: test-contract", *lines[2:]]])
    settings = home.directory / "toolgate.yaml"
    settings.write_text(settings.read_text().replace(
        "default: {concurrency: 64}", f"default: {{concurrency: 1000, budget_month: {BUDGET}.00 USD}}"))


def body(stream):
    return {
        "model": "paid", "stream": stream, "max_tokens": 1, "messages": [{"role": "user", "content": "one dollar"}]}


def leave_early(gateway, token, stream, dice):
    """Asks and hangs up before the end."""
    text = json.dumps(body(stream)).encode()
    head = (
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nUser-Agent: {USER_AGENT}\r\nContent-Length: {len(text)}\r\n\r\n")
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=10) as connection:
        connection.sendall(head.encode() + text)
        if dice.random() < 0.5:
            connection.recv(dice.choice([1, 200, 600]))


def hammer(gateway, token, seed, until=None):
    """64 clients until each has been told that the budget is used up, or until `until` is set.

    Returns how many answers were seen complete, and the messages of the last refusals.
    """
    complete, refusals, faults = [], [], []
    lock = threading.Lock()

    def client(number):
        dice = random.Random(seed * 1_000 + number)
        while until is None or not until.is_set():
            stream = dice.random() < 0.5
            try:
                if dice.random() < 0.2:
                    leave_early(gateway, token, stream, dice)
                    continue
                answer = gateway.post("/v1/chat/completions", body(stream), token)
            except (OSError, http.client.HTTPException):
                if until is None:
                    raise
                continue
            with lock:
                if answer.status == 200:
                    complete.append(answer)
                    continue
                error = json.loads(answer.body)["error"]
                if answer.status != 429 or error["code"] != "insufficient_quota":
                    if until is None:
                        faults.append(answer)
                    return
                if answer.headers["x-should-retry"] == "true":
                    continue
                refusals.append(error["message"])
                return

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CROWD)]
    for thread in threads:
        thread.start()
    return threads, complete, refusals, faults


def settled(home, project):
    """Whole dollars that are settled for a project, and intents that are not settled."""
    with home.ledger() as ledger:
        spent = ledger.execute(
            "SELECT coalesce(sum(settlement.cost_pico), 0) FROM settlement JOIN intent USING (seq) "
            "JOIN project ON project.id = project_id WHERE name = ?", (project,)).fetchone()[0]
        open_intents = ledger.execute(
            "SELECT count(*) FROM intent JOIN project ON project.id = project_id WHERE name = ? "
            "AND seq NOT IN (SELECT seq FROM settlement)", (project,)).fetchone()[0]
    assert spent % 10**12 == 0
    return spent // 10**12, open_intents


def use_up(gateway, token):
    """One call after the other until the budget is used; what is left must be usable to the last dollar."""
    while True:
        answer = gateway.post("/v1/chat/completions", body(False), token)
        if answer.status != 200:
            return json.loads(answer.body)["error"], answer


@pytest.mark.parametrize("run", range(RUNS))
def test_a_crowd_never_spends_more_than_the_budget_nor_less(priced_session, run):
    gateway, project = priced_session, f"crowd{run}"
    gateway.home.add_project(project)
    token = gateway.home.issue(project)
    eventually(lambda: gateway.get("/v1/models", token).status == 200)
    threads, complete, refusals, faults = hammer(gateway, token, seed=run)
    for thread in threads:
        thread.join(120)
    assert not faults, faults[0].body
    eventually(lambda: settled(gateway.home, project)[1] == 0)
    assert settled(gateway.home, project)[0] <= BUDGET
    error, answer = use_up(gateway, token)
    assert error["code"] == "insufficient_quota" and answer.headers["x-should-retry"] == "false"
    assert f"spent {BUDGET}.00, held 0.00, limit {BUDGET}.00 USD, free 0.00;" in error["message"], error["message"]
    assert "x-toolgate-model" in answer.headers and "x-toolgate-provenance" not in answer.headers
    assert settled(gateway.home, project) == (BUDGET, 0)
    assert len(complete) <= BUDGET


@pytest.fixture(scope="module")
def priced_session(tmp_path_factory, upstream):
    """The same gateway for all runs; each has a project of its own."""
    directory = tmp_path_factory.mktemp("priced")
    gateway = Gateway(Home(directory / "home"), directory / "gateway.log")
    configure(gateway.home, upstream)
    yield gateway.start()
    gateway.stop()
    gateway.home.run("ledger", "verify")


@pytest.mark.parametrize("seed", range(3))
def test_a_budget_holds_over_kills(tmp_path, upstream, seed):
    """The same crowd, and the gateway is killed and started again in the middle, three times."""
    gateway = Gateway(Home(tmp_path / "home"), tmp_path / "gateway.log")
    configure(gateway.home, upstream)
    gateway.home.add_project("crowd")
    token = gateway.home.issue("crowd")
    gateway.start()
    dice = random.Random(seed)
    try:
        for _ in range(3):
            stop = threading.Event()
            threads, _, _, _ = hammer(gateway, token, seed, until=stop)
            stop.wait(dice.uniform(0.02, 0.3))
            gateway.kill()
            stop.set()
            for thread in threads:
                thread.join(120)
            gateway.start()
            spent, unsettled = settled(gateway.home, "crowd")
            assert spent <= BUDGET and unsettled == 0
        error, _ = use_up(gateway, token)
        assert f"spent {BUDGET}.00, held 0.00" in error["message"], error["message"]
        assert settled(gateway.home, "crowd") == (BUDGET, 0)
    finally:
        gateway.stop()
    gateway.home.run("ledger", "verify")


# For each call of `other`: how many calls of anybody else ended while it waited and was answered.
CALLS_THAT_PASSED = """
    WITH call AS (SELECT name, intent.at AS began, settlement.at AS ended
      FROM intent JOIN settlement USING (seq) JOIN project ON project.id = project_id)
    SELECT (SELECT count(*) FROM call AS a WHERE a.name <> 'other' AND a.ended BETWEEN b.began AND b.ended)
    FROM call AS b WHERE b.name = 'other'
"""


def test_one_projects_torrent_does_not_hold_up_another(make_gateway, upstream):
    """A sends 200 at once to a backend with two places, B one at a time: B waits for some of A's calls, not for all.

    Counted in calls of A that the ledger has as ended between the beginning and the end of one of B's, so that a slow
    machine changes nothing: within two service times two places serve four calls, and up to two more were under way
    before.
    """
    lines = backend("narrow", upstream.url("slow-head-60ms"), {"narrow": "upstream-name"})
    lines = [line.replace("concurrency: 256", "concurrency: 2") for line in lines]
    gateway = make_gateway({}, backends=[[*lines[:4], "    queue: {length: 400, wait: 5m}", *lines[4:]]], concurrency=400)
    gateway.home.add_project("other")
    mine, other = gateway.home.issue(), gateway.home.issue("other")
    eventually(lambda: gateway.get("/v1/models", other).status == 200)
    ended = []

    def ask():
        answer = gateway.chat("narrow", mine)
        ended.append(answer.status)

    torrent = [threading.Thread(target=ask) for _ in range(200)]
    for thread in torrent:
        thread.start()
    eventually(lambda: len(ended) >= 4)
    asked = 0
    while len(ended) < 180 and asked < 20:
        assert gateway.chat("narrow", other).status == 200
        asked += 1
    for thread in torrent:
        thread.join(120)
    assert set(ended) == {200} and len(ended) == 200
    with gateway.home.ledger() as ledger:
        passed = [row[0] for row in ledger.execute(CALLS_THAT_PASSED)]
    assert asked == len(passed) == 20
    assert sorted(passed)[18] <= 6, passed


def test_who_leaves_the_queue_has_cost_nothing(make_gateway, upstream):
    lines = backend("narrow", upstream.url("gate-0"), {"narrow": "upstream-name"})
    lines = [line.replace("concurrency: 256", "concurrency: 1") for line in lines]
    gateway = make_gateway({}, backends=[lines], concurrency=50)
    token = gateway.home.issue()
    eventually(lambda: gateway.get("/v1/models", token).status == 200)
    first = threading.Thread(target=gateway.chat, args=("narrow", token))
    first.start()
    eventually(lambda: upstream.seen["gated"] == 1)
    waiting = "toolgate_backend_waiting{backend=\"narrow\"}"

    def depth():
        page = call(gateway.home.console, "GET", "/metrics").body.decode()
        return next(int(line.split()[-1]) for line in page.splitlines() if line.startswith(waiting))

    text = json.dumps({"model": "narrow", "messages": [{"role": "user", "content": "x"}]}).encode()
    head = (
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nUser-Agent: {USER_AGENT}\r\nContent-Length: {len(text)}\r\n\r\n")
    crowd = [socket.create_connection(("127.0.0.1", gateway.port), timeout=10) for _ in range(20)]
    for connection in crowd:
        connection.sendall(head.encode() + text)
    eventually(lambda: depth() == 20)
    for connection in crowd:
        connection.close()
    eventually(lambda: depth() == 0)
    upstream.release()
    first.join(30)
    with gateway.home.ledger() as ledger:
        assert ledger.execute("SELECT count(*) FROM intent").fetchone()[0] == 1
    quota = json.loads(gateway.get("/v1/quotas", token).body)["quota"]
    assert quota["categories"][0]["items"][2] == {"name": "calls at once", "limit": "50", "used": "0"}
