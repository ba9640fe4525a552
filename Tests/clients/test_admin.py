# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The admin API over its real listener: every route for every role, what it changes, and what it refuses."""

import contextlib
import json
import os
import re
import socket

import pytest
from openapi_spec_validator import validate

from helpers import TOKEN, call, eventually

ROLES = ("admin", "finance", "auditor")


@pytest.fixture
def console(make_gateway):
    return Console(make_gateway({"good": "normal", "slow": "events-1000+pace-50ms"}))


class Console:
    def __init__(self, gateway):
        self.gateway, self.home = gateway, gateway.home
        self.tokens = {role: self.issue(role) for role in ROLES}
        for role in ROLES:
            eventually(lambda: self.ask("GET", "/stops", role=role).status == 200)
        self.document = json.loads(call(self.home.console, "GET", "/admin/openapi.json").body)

    def issue(self, role):
        return TOKEN.search(self.home.run("token", "issue", "--role", role, "--label", role).stdout).group(0)

    def project_token(self):
        """One that the running gateway knows."""
        token = self.home.issue()
        eventually(lambda: self.gateway.get("/v1/models", token).status == 200)
        return token

    def ask(self, method, path, body=None, role="admin", token=None):
        token = token or self.tokens.get(role)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return call(self.home.console, method, f"/admin/v1{path}", body, headers)

    def do(self, method, path, body=None):
        answer = self.ask(method, path, body)
        assert answer.status == 200, answer.body
        return json.loads(answer.body)

    def operations(self):
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                yield method.upper(), path.replace("{name}", "demo").replace("{id}", "1"), operation


GROUNDS = {"task": "T123", "reason": "because"}


def test_every_route_denies_by_default(console):
    """The whole route table for each role: only those that it names get past the door."""
    operations = list(console.operations())
    assert len(operations) >= 15
    strangers = {"nobody": None, "a project": console.home.issue(), "a word": "secret", "a changed letter": None}
    admin = console.tokens["admin"]
    strangers["a changed letter"] = admin[:-1] + ("A" if admin[-1] != "A" else "B")
    for method, path, operation in operations:
        allowed = operation["x-roles"]
        assert allowed and set(allowed) <= set(ROLES), path
        if method != "GET":
            assert allowed == ["admin"], f"{path} changes something"
        for name, token in strangers.items():
            answer = call(
                console.home.console, method, f"/admin/v1{path}", {} if method != "GET" else None,
                {"Authorization": f"Bearer {token}"} if token else {})
            assert answer.status in (401, 403), f"{method} {path} let {name} in: {answer.body}"
            assert list(json.loads(answer.body)) == ["error"]
        for role in ROLES:
            status = console.ask(method, path, {} if method != "GET" else None, role).status
            if role in allowed:
                assert status not in (401, 403), f"{method} {path} refused {role}"
            else:
                assert status == 403, f"{method} {path} let {role} in"


def test_the_description_is_valid_openapi(console):
    validate(console.document)
    assert console.document["openapi"].startswith("3.1.")


def test_a_revoked_token_of_staff_opens_nothing(console):
    console.home.run("token", "revoke", console.tokens["auditor"][3:13])
    eventually(lambda: console.ask("GET", "/stops", role="auditor").status == 401)


def test_limits_hold_for_the_next_call_and_are_written_down(console):
    gateway, token = console.gateway, console.project_token()
    assert gateway.chat("good", token).status == 200
    changed = console.do(
        "PUT", "/limits", {"scope": {"project": "demo"}, "limits": {"requests_per_minute": 1}, **GROUNDS})
    assert changed["limits"] == {
        "scope": "project:demo", "before": {}, "after": {"requests_per_minute": 1}}
    assert changed["messages"]["info"] == [
        "!log tools.demo Toolgate limits of project demo: requests_per_minute none → 1 (because) T123"]
    assert gateway.chat("good", token).status == 200
    refused = gateway.chat("good", token)
    assert refused.status == 429 and refused.headers["x-ratelimit-limit-requests"] == "1"
    assert 1 <= int(refused.headers["retry-after"]) <= 62, "a minute, and 3 % at most"
    console.do("PUT", "/limits", {"scope": {"project": "demo"}, "limits": {"requests_per_minute": None}, **GROUNDS})
    assert gateway.chat("good", token).status == 200
    rows = console.do("GET", "/audit")["audit"]
    assert [row["action"] for row in rows[:2]] == ["limits.set", "limits.set"]
    assert rows[0]["after"] == {"limits": {}} and rows[0]["actor"].startswith("token:")
    assert rows[0]["task"] == "T123" and rows[0]["reason"] == "because"
    console.home.run("ledger", "verify")


@pytest.mark.parametrize("scope", [
    {"global": True}, {"backend": "b0"}, {"model": "good"}, {"project": "demo"}])
def test_a_stop_is_in_force_at_once_and_over_a_restart(console, scope):
    gateway, token = console.gateway, console.project_token()
    console.do("POST", "/stops", {"scope": scope, "task": "T9", "reason": "costs too much"})
    refused = gateway.chat("good", token)
    assert refused.status == 503 and refused.headers["x-should-retry"] == "false"
    error = json.loads(refused.body)["error"]
    assert error["code"] == "stopped" and "costs too much" in error["message"] and "T9" in error["message"]
    gateway.stop()
    gateway.start()
    assert gateway.chat("good", token).status == 503
    console.do("POST", "/stops/resume", {"scope": scope, **GROUNDS})
    assert gateway.chat("good", token).status == 200
    assert console.ask("POST", "/stops/resume", {"scope": scope, **GROUNDS}).status == 404


def test_a_stop_now_ends_a_stream_with_the_error_frame(console):
    """The client sees the frame and an aborted body, and what was used is settled."""
    token = console.project_token()
    text = json.dumps({"model": "slow", "stream": True, "messages": [{"role": "user", "content": "x"}]}).encode()
    with socket.create_connection(("127.0.0.1", console.gateway.port), timeout=20) as connection:
        connection.sendall(
            b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nUser-Agent: test/1\r\n"
            b"Content-Type: application/json\r\nAuthorization: Bearer " + token.encode()
            + b"\r\nContent-Length: " + str(len(text)).encode() + b"\r\n\r\n" + text)
        answer = b""
        while b"data: " not in answer:
            answer += connection.recv(65_536)
        console.do("POST", "/stops", {"scope": {"model": "slow"}, "now": True, "task": "T9", "reason": "enough"})
        while piece := connection.recv(65_536):
            answer += piece
    frames = [line for line in answer.splitlines() if line.startswith(b'data: {"error"')]
    assert len(frames) == 1 and json.loads(frames[0][6:])["error"]["code"] == "stopped"
    assert not answer.endswith(b"0\r\n\r\n"), "a proper end would pass for success"
    with console.home.ledger() as ledger:
        eventually(lambda: ledger.execute(
            "SELECT outcome, error_code FROM settlement").fetchall() == [("cut_off", "stopped")])


def test_a_wish_is_asked_for_and_approved(console):
    asked = console.do(
        "POST", "/quota-requests", {"project": "demo", "limits": {"budget_month": "25.00 USD"}, **GROUNDS})
    number = asked["quota_request"]["id"]
    assert asked["quota_request"]["state"] == "open"
    approved = console.do("POST", f"/quota-requests/{number}/approve", {"reason": "fine"})
    assert approved["quota_request"]["state"] == "approved"
    again = console.ask("POST", f"/quota-requests/{number}/refuse", {"reason": "no"})
    assert again.status == 409
    quota = console.do("GET", "/projects/demo/quotas")["quota"]
    month = next(category for category in quota["categories"] if category["name"].startswith("Month"))
    assert month["items"][0] == {"name": "budget in USD", "limit": "25.00", "used": "0.00", "held": "0.00"}
    token = console.project_token()
    own = json.loads(console.gateway.get("/v1/quotas", token).body)
    assert own["quota"] == quota


WHY = ["--task", "T123", "--reason", "because"]
DEMO = {"project": "demo"}
# The same change in both ways: a command, then a method, a path and a body.
CHANGES = [
    (["limits", "set", "--project", "demo", "--concurrency", "9", "--backend", "builtin"],
     "PUT", "/limits", {"scope": DEMO, "limits": {"concurrency": 9, "backends": ["builtin"]}}),
    (["limits", "set", "--global", "--concurrency", "9"],
     "PUT", "/limits", {"scope": {"global": True}, "limits": {"concurrency": 9}}),
    (["stop", "--model", "good", "--now"], "POST", "/stops", {"scope": {"model": "good"}, "now": True}),
    (["stop", "--project", "demo"], "POST", "/stops", {"scope": DEMO}),
    (["project", "disable", "demo"], "POST", "/projects/demo/disable", {}),
    (["project", "enable", "demo"], "POST", "/projects/demo/enable", {}),
]
UNDONE = [
    ["limits", "set", "--project", "demo", "--concurrency", "none", "--backend", "none"],
    ["limits", "set", "--global", "--concurrency", "none"],
    ["resume", "--model", "good"],
    ["resume", "--project", "demo"],
]


def lines(done):
    """For the Server Admin Log, as a command printed them."""
    return [line for line in done.stdout.splitlines() if line.startswith("!log ")]


def test_api_and_command_say_the_same_to_the_server_admin_log(console):
    def info(method, path, body):
        return console.do(method, path, body)["messages"]["info"]

    for place, (command, method, path, body) in enumerate(CHANGES):
        said = lines(console.home.run(*command, *WHY))
        assert len(said) == 1
        if place < len(UNDONE):
            console.home.run(*UNDONE[place], *WHY)
        assert info(method, path, {**body, **GROUNDS}) == said
        if method == "PUT" or path == "/stops":
            assert info(method, path, {**body, **GROUNDS}) == [], "what changes nothing is nothing to tell"
    for scope, option in (({"model": "good"}, ["--model", "good"]), (DEMO, ["--project", "demo"])):
        by_api = info("POST", "/stops/resume", {"scope": scope, **GROUNDS})
        console.home.run("stop", *option, *WHY)
        assert by_api == lines(console.home.run("resume", *option, *WHY))
    assert info("POST", "/projects", {"name": "bot", "kind": "toolforge", **GROUNDS}) == [
        "!log tools.bot added to Toolgate (because) T123"]


def test_api_and_command_say_the_same_of_a_request(console):
    def unnumbered(lines):
        (line,) = lines
        return re.sub(r"request \d+", "request N", line)

    for decision in ("approve", "refuse"):
        asked = console.do("POST", "/quota-requests", {**DEMO, "limits": {"concurrency": 8}, **GROUNDS})
        by_command = console.home.run("quota", "request", "--project", "demo", "--concurrency", "8", *WHY)
        assert unnumbered(asked["messages"]["info"]) == unnumbered(lines(by_command))
        number = asked["quota_request"]["id"]
        decided = console.do("POST", f"/quota-requests/{number}/{decision}", {"reason": "fine"})
        console.home.run("limits", "set", "--project", "demo", "--concurrency", "none", *WHY)
        by_command = console.home.run("quota", decision, str(number + 1), "--reason", "fine")
        assert unnumbered(decided["messages"]["info"]) == unnumbered(lines(by_command))
        assert decided["messages"]["info"][0].endswith("fine) T123"), "the task is the request's"
        console.home.run("limits", "set", "--project", "demo", "--concurrency", "none", *WHY)


def test_a_project_is_disabled_at_once(console):
    token = console.project_token()
    console.do("POST", "/projects/demo/disable", GROUNDS)
    assert console.gateway.chat("good", token).status == 403
    console.do("POST", "/projects/demo/enable", GROUNDS)
    assert console.gateway.chat("good", token).status == 200


LIMITS = {"scope": {"project": "demo"}, **GROUNDS}
BAD = [
    ("PUT", "/limits", b"{", "strict JSON"),
    ("PUT", "/limits", b'{"task":"T1","task":"T2"}', "strict JSON"),
    ("PUT", "/limits", b"[]", "object"),
    ("PUT", "/limits", {**LIMITS}, "limits is missing"),
    ("PUT", "/limits", {**LIMITS, "limits": {}}, "at least one"),
    ("PUT", "/limits", {**LIMITS, "limits": {"budgets": 1}}, "limits.budgets"),
    ("PUT", "/limits", {**LIMITS, "limits": {"concurrency": -1}}, "limits.concurrency"),
    ("PUT", "/limits", {**LIMITS, "limits": {"concurrency": 1.5}}, "whole"),
    ("PUT", "/limits", {**LIMITS, "limits": {"requests_per_minute": 0}}, "limits.requests_per_minute"),
    ("PUT", "/limits", {**LIMITS, "limits": {"tokens_day": 10**16}}, "limits.tokens_day"),
    ("PUT", "/limits", {**LIMITS, "limits": {"tokens_day": 10**30}}, "64 bits"),
    ("PUT", "/limits", {**LIMITS, "limits": {"budget_month": "-1.00 USD"}}, "limits.budget_month"),
    ("PUT", "/limits", {**LIMITS, "limits": {"budget_month": "1.00 usd"}}, "limits.budget_month"),
    ("PUT", "/limits", {**LIMITS, "limits": {"budget_month": "٣.00 USD"}}, "limits.budget_month"),
    ("PUT", "/limits", {**LIMITS, "limits": {"budget_month": "5.00 EUR"}}, "limits.budget_month '5.00 EUR'"),
    ("PUT", "/limits", {**LIMITS, "limits": {"backends": ["nowhere"]}}, "limits.backends 'nowhere'"),
    ("PUT", "/limits", {**LIMITS, "limits": {"concurrency": 1}, "task": "123"}, "task"),
    ("PUT", "/limits", {**LIMITS, "limits": {"concurrency": 1}, "reason": "a\nb"}, "reason 'a·b': write"),
    ("PUT", "/limits", {**LIMITS, "limits": {"concurrency": 1}, "reason": "ask me@example.org"}, "reason holds an @"),
    ("PUT", "/limits", {**LIMITS, "limits": {"concurrency": 1}, "scope": {"project": "Demo"}}, "Demo"),
    ("PUT", "/limits", {**LIMITS, "limits": {"concurrency": 1}, "scope": {"model": "unknown"}}, "scope.model 'unknown' is not in the configuration"),
    ("PUT", "/limits", {**LIMITS, "limits": {"weight": 3}, "scope": {"global": True}}, "limits.weight can be set for projects only: leave it out or name a project in scope"),
    ("PUT", "/limits", {**LIMITS, "limits": {"concurrency": 1}, "scope": {"project": "nobody"}}, "scope.project 'nobody'"),
    ("PUT", "/limits", {**LIMITS, "limits": {"concurrency": 1}, "sneaky": 1}, "sneaky"),
    ("POST", "/stops", {"scope": {}, **GROUNDS}, "scope"),
    ("POST", "/stops", {"scope": {"token": "0123456789"}, **GROUNDS}, "scope.token '0123456789'"),
    ("GET", "/usage?period=2026-02-30", None, "period"),
    ("GET", "/usage?by=moon", None, "by: cannot group by 'moon'"),
    ("POST", "/stops/resume", {"scope": {"project": "demo"}, **GROUNDS}, "GET /admin/v1/stops"),
    ("POST", "/quota-requests", {"project": "Demo", "limits": {"concurrency": 1}, **GROUNDS}, "project 'Demo'"),
    ("POST", "/quota-requests", {"project": "nobody", "limits": {"concurrency": 1}, **GROUNDS}, "GET /admin/v1/projects"),
    ("POST", "/projects/nobody/disable", GROUNDS, "GET /admin/v1/projects"),
    ("POST", "/projects", {"name": "Demo", "kind": "toolforge", **GROUNDS}, "name 'Demo'"),
    ("GET", "/audit?limit=0", None, "limit"),
    ("GET", "/audit?offset=3", None, "offset is no parameter of this route, which has limit"),
    ("POST", "/quota-requests/x/approve", {"reason": "r"}, "id 'x'"),
    ("POST", "/quota-requests/99/approve", {"reason": "r"}, "GET /admin/v1/quota-requests"),
]


def test_bad_input_is_named_and_changes_nothing(console):
    before = console.do("GET", "/audit?limit=1")["audit"][0]["seq"]
    for method, path, body, word in BAD:
        answer = console.ask(method, path, body)
        assert answer.status in (400, 404), f"{method} {path} {body}: {answer.status} {answer.body}"
        lines = json.loads(answer.body)["error"]
        assert len(lines) == 1 and word in lines[0] and "\n" not in lines[0], f"{method} {path} {body}: {lines}"
        assert "--" not in lines[0] and "`toolgate" not in lines[0], f"words of the command line: {lines}"
    assert console.ask("PUT", "/limits", b"x" * 70_000).status == 413
    assert console.do("GET", "/audit?limit=1")["audit"][0]["seq"] == before
    assert console.do("GET", "/limits")["limits"]["scopes"] == []


def test_what_is_no_route_is_told_in_the_form_of_all_errors(console):
    answer = console.ask("DELETE", "/limits")
    assert answer.status == 405 and {"allow": "GET, PUT"}.items() <= {
        name.lower(): value for name, value in answer.headers.items()}.items()
    for method, path in (("POST", "/nope"), ("GET", "/nope"), ("PATCH", "/nope/nope")):
        answer = console.ask(method, path)
        assert answer.status == 404, path
        assert "no such route" in answer.json["error"][0]


def test_strangers_who_hold_the_console_keep_no_call_from_the_data_plane(console):
    descriptors = f"/proc/{console.gateway.process.pid}/fd"
    before = len(os.listdir(descriptors))
    token = console.project_token()
    with contextlib.ExitStack() as strangers:
        held = [
            strangers.enter_context(socket.create_connection(("127.0.0.1", console.home.console), timeout=30))
            for _ in range(600)
        ]
        assert console.gateway.chat("good", token).status == 200
        assert len(os.listdir(descriptors)) < before + 540
        for stranger in held:
            stranger.close()
    eventually(lambda: console.ask("GET", "/stops").status == 200)
