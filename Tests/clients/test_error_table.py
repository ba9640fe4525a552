# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Every row of the table of errors in docs/api.md, met over a real connection."""

import json
import pathlib
import re
import sqlite3
import threading

import pytest

from helpers import USER_AGENT, backend, call, eventually
from test_limits import PRICES, PROVIDER

TABLE = pathlib.Path(__file__).parents[2] / "docs/api.md"
CHAT = "/v1/chat/completions"


def rows_of_the_table():
    """(status, code) of every row between the heading and the next."""
    text = TABLE.read_text().split("\n## Errors", 1)[1].split("\n## ", 1)[0]
    for line in text.splitlines():
        if row := re.match(r"\| (\d{3}) \| (`[^|]+) \|", line):
            for code in re.findall(r"`([a-z_]+)`", row[2]):
                yield int(row[1]), code


class World:
    """A gateway in which everything can go wrong, and the way to each error."""

    def __init__(self, make_gateway, upstream):
        paid = [*backend("paid", upstream.url("normal"), {"paid": "x"})]
        unpriced = [*backend("unpriced", upstream.url("normal"), {"unpriced": "x"})]
        for lines, contract in ((paid, "test-contract"), (unpriced, "openai-api")):
            lines[2:2] = ["    trust: contracted", f"    contract: {contract}"]
        silent = backend("silent", upstream.url("never"), {"silent": "x"})
        silent.insert(4, "    timeouts: {connect: 1s, first_byte: 1s, idle: 1s, total: 1s}")
        narrow = [line.replace("concurrency: 256", "concurrency: 1") for line in backend(
            "narrow", upstream.url("gate-0+unchecked"), {"narrow": "x"})]
        narrow.insert(4, "    queue: {length: 0}")
        self.gateway = make_gateway(
            {"good": "normal", "broken": "status-500", "refusing": "status-401", "long": "context-length"},
            start=False, backends=[paid, unpriced, silent, narrow])
        self.home, self.upstream = self.gateway.home, upstream
        (self.home.directory / "Policies/providers/test.yaml").write_text(PROVIDER)
        (self.home.directory / "Policies/prices/test.yaml").write_text(PRICES)
        self.home.allow(contracts=["test-contract", "openai-api"])
        settings = self.home.directory / "toolgate.yaml"
        settings.write_text(settings.read_text().replace(
            "default: {concurrency: 64}",
            "request: {body: 100KiB, header: 4KiB, header_time: 1s, body_time: 1s}\n  default: {concurrency: 64}"))
        self.token = self.home.issue()
        self.gateway.start()

    def chat(self, model="good", token=None, **members):
        return self.gateway.chat(model, token or self.token, **members)

    def new_project(self, name, *limits):
        """Limits come before the token, so a token that is known is held to them."""
        self.home.add_project(name)
        if limits:
            self.home.run("limits", "set", "--project", name, *limits, "--task", "T1", "--reason", "test")
        token = self.home.issue(name)
        eventually(lambda: self.gateway.get("/v1/models", token).status == 200)
        return token

    def raw(self, **headers):
        named = {"Authorization": f"Bearer {self.token}", "User-Agent": USER_AGENT, **headers}
        body = {"model": "good", "messages": [{"role": "user", "content": "x"}]}
        return call(self.gateway.port, "POST", CHAT, body, {k: v for k, v in named.items() if v is not None})

    # One way to each error, by its code.

    def invalid_json(self):
        return self.gateway.post(CHAT, b"{", self.token)

    def invalid_request(self):
        return self.gateway.post(CHAT, {"model": "good"}, self.token)

    def unsupported_parameter(self):
        return self.chat(store=True)

    def context_length_exceeded(self):
        return self.chat("long")

    def missing_api_key(self):
        return self.raw(Authorization=None)

    def invalid_api_key(self):
        return self.raw(Authorization="Bearer sk-1234")

    def expired_api_key(self):
        token = self.home.issue("demo", "short", "--expires", "1s")
        return eventually(
            lambda: (answer := self.chat(token=token)).status == 401 and answer.code != "invalid_api_key" and answer)

    def revoked_api_key(self):
        token = self.home.issue()
        self.home.run("token", "revoke", token[3:13])
        return eventually(
            lambda: (answer := self.chat(token=token)).status == 401 and answer.code != "invalid_api_key" and answer)

    def unpriced_model(self):
        return self.chat("unpriced")

    def policy_denied(self):
        return self.chat("paid", self.new_project("narrowed", "--backend", "b0", "--concurrency", "3"))

    def project_disabled(self):
        token = self.new_project("asleep")
        self.home.run("project", "disable", "asleep")
        return eventually(lambda: (answer := self.chat(token=token)).status == 403 and answer)

    def scope_denied(self):
        token = self.home.issue("demo", "reader", "--scope", "read")
        return eventually(lambda: (answer := self.chat(token=token)).status == 403 and answer)

    def origin_denied(self):
        token = self.home.issue("demo", "page", "--origin", "https://demo.toolforge.org")
        own = {"Authorization": f"Bearer {token}", "Origin": "https://demo.toolforge.org"}
        eventually(lambda: self.raw(**own).status == 200)
        return self.raw(**{**own, "Origin": "https://elsewhere.example"})

    def missing_user_agent(self):
        return self.raw(**{"User-Agent": None})

    def model_not_found(self):
        return self.chat("nothing")

    def not_found(self):
        return self.gateway.get("/v1/nothing", self.token)

    def method_not_allowed(self):
        return self.gateway.get(CHAT, self.token)

    def receipt_pending(self):
        """Right behind a call, sooner or later one that the log has not signed yet."""
        def ask():
            path = self.chat().headers["x-toolgate-provenance"]
            answer = self.gateway.get(f"{path}/receipt", self.token)
            return answer if answer.status != 200 else None
        return eventually(ask, every=0)

    def request_timeout(self):
        return self.half_a_request(b"POST /v1/chat/completions HTTP/1.1\r\n")

    def half_a_request(self, start):
        import socket
        with socket.create_connection(("127.0.0.1", self.gateway.port), timeout=20) as connection:
            connection.sendall(start)
            answer = b""
            while piece := connection.recv(65_536):
                answer += piece
        head, body = answer.split(b"\r\n\r\n", 1)
        from helpers import Response
        return Response(int(head.split()[1]), {}, body)

    def request_too_large(self):
        return self.chat(text="x" * 200_000)

    def headers_too_large(self):
        return self.raw(**{"x-filler": "y" * 5_000})

    def rate_limit_exceeded(self):
        token = self.new_project("hasty", "--requests-per-minute", "1")
        assert self.chat(token=token).status == 200
        return self.chat(token=token)

    def concurrency_exceeded(self):
        return self.chat(token=self.new_project("idle", "--concurrency", "0"))

    def insufficient_quota(self):
        answer = self.chat("paid")
        assert "This project has no budget for" in answer.json["error"]["message"], "nothing was used up"
        return answer

    def upstream_error(self):
        return self.chat("broken")

    def upstream_rejected(self):
        return self.chat("refusing")

    def upstream_timeout(self):
        return self.chat("silent")

    def backend_unavailable(self):
        first = threading.Thread(target=self.chat, args=("narrow",))
        first.start()
        try:
            return eventually(lambda: (answer := self.narrow()) is not None and answer)
        finally:
            eventually(lambda: self.upstream.seen["gated"] == 1)
            self.upstream.release()
            first.join(20)

    def narrow(self):
        """Only asked when the one place is taken, which the gauge tells."""
        page = call(self.home.console, "GET", "/metrics").body.decode()
        return self.chat("narrow") if 'toolgate_backend_calls{backend="narrow"} 1' in page else None

    def stopped(self):
        self.home.run("stop", "--model", "good", "--task", "T1", "--reason", "test")
        try:
            return eventually(lambda: (answer := self.chat()).status == 503 and answer)
        finally:
            self.home.run("resume", "--model", "good", "--task", "T1", "--reason", "test")
            eventually(lambda: self.chat().status == 200)

    def ledger_unavailable(self):
        """Another process holds the ledger's lock for longer than the writer waits."""
        holder = sqlite3.connect(self.home.directory / "ledger.sqlite", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        try:
            return self.chat()
        finally:
            holder.execute("ROLLBACK")
            holder.close()
            eventually(lambda: self.chat().status == 200)


def test_a_cap_that_is_too_large_is_named_as_it_was_sent(make_gateway):
    """By the gateway, whose models give 512, and by a backend, which is sent max_tokens whatever the caller wrote."""
    gateway = make_gateway({"good": "normal", "refusing": "cap-too-large"})
    token = gateway.home.issue()
    eventually(lambda: gateway.get("/v1/models", token).status == 200)
    for model, cap in (("good", 513), ("refusing", 500)):
        for name in ("max_tokens", "max_completion_tokens"):
            refused = gateway.chat(model, token, **{name: cap})
            assert (refused.status, refused.code, refused.json["error"]["param"]) == (400, "invalid_request", name)
    assert gateway.chat("refusing", token).json["error"]["param"] == "max_tokens", "the backend's word where none was sent"


@pytest.fixture
def world(make_gateway, upstream):
    return World(make_gateway, upstream)


# Met in test_stop.py, where a gateway is stopped under calls.
ELSEWHERE = {"draining"}


def test_every_row_of_the_table(world):
    table = list(rows_of_the_table())
    assert len(table) > 25
    for status, code in table:
        if code in ELSEWHERE:
            continue
        answer = getattr(world, code)()
        assert answer.status == status, f"{code}: {answer.status} {answer.body}"
        error = json.loads(answer.body)["error"]
        assert set(error) == {"message", "type", "param", "code"} and error["code"] == code, error
        assert error["message"] and "\n" not in error["message"]
        assert world.chat().status == 200, f"nothing works after {code}"
