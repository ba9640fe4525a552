# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Limits, quota requests, stops and their log, as administrators work with them on the command line."""

import datetime
import hashlib
import json
import sqlite3
import struct

import pytest

from helpers import Home, eventually

WHY = ["--task", "T123456", "--reason", "nightly bot, agreed"]


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    home.configure()
    home.add_project()
    return home


def soon():
    return datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=30)


def listed(home, *arguments):
    return json.loads(home.run(*arguments, "--format", "json").stdout)


def limits(home, *scope):
    """The limits that hold, by scope and name."""
    rows = listed(home, "limits", "show", *scope)
    return {(row["scope"], row["limit"]): row["effective"] for row in rows if row["effective"] is not None}


def tables(home):
    """Everything that administrators can change, and the log of it."""
    names = ["project", "token", "scope_limit", "project_applied", "emergency_stop", "quota_request", "audit", "audit_head"]
    with home.ledger() as ledger:
        return {name: ledger.execute(f"SELECT * FROM {name}").fetchall() for name in [*names, "meta"]}


def log_line(done):
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("!log ")]
    return line


def test_limits_are_set_shown_and_taken_away(home):
    done = home.run(
        "limits", "set", "--project", "demo", "--requests-per-minute", "120", "--budget-month", "25.00 USD",
        "--backend", "builtin", *WHY)
    assert "  requests_per_minute none → 120\n  budget_month none → 25.00 USD\n  backends none → builtin\n" in done.stdout
    assert log_line(done) == (
        "!log tools.demo Toolgate limits of project demo: requests_per_minute none → 120, "
        "budget_month none → 25.00 USD, backends none → builtin (nightly bot, agreed) T123456")
    shown = limits(home, "--project", "demo")
    assert shown["project:demo", "requests_per_minute"] == "120"
    assert shown["project:demo", "concurrency"] == "64", "the default of the configuration"
    done = home.run("limits", "set", "--project", "demo", "--requests-per-minute", "none", "--backend", "none", *WHY)
    assert "requests_per_minute 120 → none" in done.stdout and "backends builtin → none" in done.stdout
    again = home.run("limits", "set", "--project", "demo", "--requests-per-minute", "none", *WHY)
    assert "Nothing changes" in again.stdout and "!log" not in again.stdout
    assert limits(home, "--project", "demo")["project:demo", "budget_month"] == "25.00 USD"


def test_each_scope_has_limits_of_its_own(home):
    token = home.issue().split("_")[1]
    for number, scope in enumerate((
            ["--global"], ["--backend", "builtin"], ["--model", "toolgate/extractive-1"], ["--token", token]), 1):
        done = home.run("limits", "set", *scope, "--concurrency", str(number), *WHY)
        assert log_line(done).startswith("!log tools.demo " if "--token" in scope else "!log ")
        assert list(limits(home, *scope).values()) == [str(number)]
    shown = limits(home)
    assert shown["global", "concurrency"] == "1" and shown["backend:builtin", "concurrency"] == "2"
    assert shown["model:toolgate/extractive-1", "concurrency"] == "3" and shown[f"token:{token}", "concurrency"] == "4"
    for form in ("table", "csv"):
        assert "extractive" in home.run("limits", "show", "--format", form).stdout


SET = ["limits", "set", "--project", "demo"]
FAULTS = [
    ([*SET, "--requests-per-minute", "-5", *WHY], "'-5'"),
    ([*SET, "--requests-per-minute", "0", *WHY], "'0'"),
    ([*SET, "--tokens-per-minute", "1.5", *WHY], "'1.5'"),
    ([*SET, "--concurrency", "١٢", *WHY], "'١٢'"),
    ([*SET, "--tokens-day", "9" * 30, *WHY], "'" + "9" * 30 + "'"),
    ([*SET, "--budget-day", "-1.00 USD", *WHY], "'-1.00 USD'"),
    ([*SET, "--budget-day", "1.00 EUR", *WHY], "'1.00 EUR' is in EUR"),
    ([*SET, "--budget-month", "1 dollar", *WHY], "'1 dollar'"),
    ([*SET, "--backend", "nowhere", *WHY], "'nowhere'"),
    ([*SET, "--concurrency", "5", "--backend", "none", "--backend", "builtin", *WHY], "none alone"),
    ([*SET, "--concurrency", "5", "--global", *WHY], "two scopes"),
    ([*SET, "--concurrency", "5", "--task", "none", "--reason", "r"], "'none'"),
    ([*SET, "--concurrency", "5", "--task", "T1", "--reason", "ask somebody@example.org"], "@"),
    ([*SET, *WHY], "nothing to set"),
    (["limits", "set", "--concurrency", "5", *WHY], "--project NAME"),
    (["limits", "set", "--project", "nobody", "--concurrency", "5", *WHY], "'nobody'"),
    (["limits", "set", "--backend", "nowhere", "--concurrency", "5", *WHY], "nowhere"),
    (["limits", "set", "--model", "nothing", "--concurrency", "5", *WHY], "nothing"),
    (["limits", "set", "--token", "0000000000", "--concurrency", "5", *WHY], "'0000000000'"),
    (["limits", "set", "--global", "--weight", "5", *WHY], "projects only"),
    (["quota", "request", "--project", "demo", "--concurrency", "-1", *WHY], "'-1'"),
    (["quota", "request", "--project", "nobody", "--concurrency", "1", *WHY], "'nobody'"),
    (["stop", "--backend", "nowhere", *WHY], "nowhere"),
    (["stop", *WHY], "--global"),
    (["resume", "--project", "nobody", *WHY], "'nobody'"),
]


@pytest.mark.parametrize("arguments, named", FAULTS, ids=lambda value: value if isinstance(value, str) else "")
def test_fault_is_one_line_and_changes_nothing(home, arguments, named):
    before = tables(home)
    done = home.run(*arguments, expect=65)
    (line,) = done.stderr.splitlines()
    assert line.startswith("toolgate: ") and named in line and done.stdout == ""
    assert tables(home) == before


@pytest.mark.parametrize("left_out", ["--task", "--reason"])
def test_every_change_needs_its_task_and_reason(home, left_out):
    why = WHY[2:] if left_out == "--task" else WHY[:2]
    before = tables(home)
    for command in ([*SET, "--concurrency", "5"], ["stop", "--global"], ["resume", "--global"]):
        assert left_out in home.run(*command, *why, expect=64).stderr
    assert tables(home) == before


def test_token_in_place_of_its_id_is_not_shown(home):
    token = home.issue()
    done = home.run("limits", "set", "--token", token, "--concurrency", "1", *WHY, expect=65)
    assert token.split("_")[1] not in done.stderr and token.split("_")[2] not in done.stderr


def test_quota_requests_go_their_way(home):
    asked = home.run("quota", "request", "--project", "demo", "--concurrency", "9", "--tokens-day", "1000000", *WHY)
    assert log_line(asked).endswith("T123456")
    before = limits(home, "--project", "demo")
    assert before["project:demo", "concurrency"] == "64", "nothing changes until somebody approves"
    (request,) = listed(home, "quota", "list", "--state", "open")
    assert (request["project"], request["wanted"], request["task"]) == (
        "demo", "concurrency 9, tokens_day 1000000", "T123456")
    approved = home.run("quota", "approve", request["id"], "--reason", "agreed in the task")
    assert "concurrency none → 9" in approved.stdout
    assert log_line(approved).endswith("(request 1: agreed in the task) T123456")
    assert limits(home, "--project", "demo")["project:demo", "concurrency"] == "9"
    again = home.run("quota", "approve", request["id"], "--reason", "once more", expect=1)
    assert "approved already" in again.stderr
    home.run("quota", "request", "--project", "demo", "--concurrency", "none", *WHY)
    home.run("quota", "refuse", "2", "--reason", "not needed")
    assert [row["state"] for row in listed(home, "quota", "list")] == ["approved", "refused"]
    assert listed(home, "quota", "list", "--state", "open") == []
    home.run("quota", "refuse", "3", "--reason", "not there", expect=1)
    home.run("ledger", "verify")


def test_stops_are_kept_until_resumed(home):
    for number, scope in enumerate((["--project", "demo"], ["--model", "toolgate/extractive-1"], ["--global"])):
        done = home.run("stop", *scope, *WHY, *(["--now"] if number == 1 else []))
        assert "runs → stopped" in done.stdout and log_line(done).endswith("T123456")
    assert "!log tools.demo " in home.run("stop", "--project", "demo", "--task", "T7", "--reason", "other").stdout
    stops = listed(home, "stops")
    assert [(stop["scope"], stop["at_once"], stop["task"]) for stop in stops] == [
        ("global", "no", "T123456"), ("model:toolgate/extractive-1", "yes", "T123456"), ("project:demo", "no", "T7")]
    for scope in (["--project", "demo"], ["--model", "toolgate/extractive-1"], ["--global"]):
        assert "→ runs" in home.run("resume", *scope, *WHY).stdout
    assert listed(home, "stops") == []
    home.run("resume", "--global", *WHY, expect=1)


def test_stop_needs_no_policies(home):
    (home.directory / "Policies" / "licenses.yaml").write_text("nonsense: 1\n")
    home.run("policy", "check", expect=65)
    home.run("stop", "--global", *WHY)
    home.run("resume", "--global", *WHY)


PROJECTS = """\
schema: toolgate-projects/1
projects:
  - name: cewbot
    kind: toolforge
    version: T353104-2
    limits:
      requests_per_minute: 120
      budget_month: 25.00 USD
      backends: [builtin]
  - name: vps
    kind: cloudvps
    version: T425804
    limits: {concurrency: 8}
"""


def test_projects_file_is_applied_as_a_whole(home, tmp_path):
    file = tmp_path / "projects.yaml"
    file.write_text(PROJECTS)
    before = tables(home)
    for command in (["diff", str(file)], ["apply", str(file), "--dry-run"]):
        done = home.run("limits", *command)
        assert "cewbot: new, requests_per_minute none → 120" in done.stdout
        assert "not in the file and left alone: demo" in done.stdout
    assert tables(home) == before
    done = home.run("limits", "apply", str(file))
    lines = [line for line in done.stdout.splitlines() if line.startswith("!log ")]
    assert lines[0].startswith("!log tools.cewbot ") and lines[0].endswith(" T353104")
    assert lines[1] == "!log vps Toolgate limits of project vps: concurrency none → 8 T425804"
    assert limits(home, "--project", "cewbot")["project:cewbot", "backends"] == "builtin"
    after = tables(home)
    done = home.run("limits", "apply", str(file))
    assert done.stdout == "2 projects stay as before\nnot in the file and left alone: demo\n"
    assert tables(home) == after, "what changes nothing writes nothing"

    # By hand, past the file: told, and refused as a whole unless it is meant.
    home.run("limits", "set", "--project", "vps", "--concurrency", "9", *WHY)
    file.write_text(PROJECTS.replace("120", "240"))
    by_hand = tables(home)
    assert "conflict: vps: set by hand since T425804: concurrency 8 → 9" in home.run("limits", "diff", str(file)).stdout
    dry = home.run("limits", "apply", str(file), "--dry-run", expect=1)
    assert "cewbot: requests_per_minute 120 → 240 (T353104-2 → T353104-2)\n" in dry.stdout
    assert "conflict: vps: set by hand since T425804: concurrency 8 → 9" in dry.stdout
    assert dry.stdout.endswith("Nothing was changed: this was a dry run.\n")
    assert dry.stderr.startswith("toolgate: nothing would be applied: ") and "--overwrite" in dry.stderr
    done = home.run("limits", "apply", str(file), expect=1)
    assert "set by hand" in done.stderr and "--overwrite" in done.stderr
    dry = home.run("limits", "apply", str(file), "--dry-run", "--overwrite")
    assert "vps: set by hand until now, concurrency 9 → 8" in dry.stdout
    assert tables(home) == by_hand
    home.run("limits", "apply", str(file), "--overwrite")
    shown = limits(home)
    assert shown["project:vps", "concurrency"] == "8" and shown["project:cewbot", "requests_per_minute"] == "240"
    home.run("ledger", "verify")


@pytest.mark.parametrize("change, place", [
    (("version: T353104-2", "version: custom1"), ":5:14: "),
    (("    version: T425804\n", ""), ":10:5: "),
    (("name: vps", "name: abc"), ":10:11: "),
    (("concurrency: 8", "concurency: 8"), "nearest known key is `concurrency`"),
    (("25.00 USD", "25.00 EUR"), ":8:21: `budget_month` is in EUR"),
    (("[builtin]", "[nowhere]"), ":9:17: `backends` names the backend 'nowhere'"),
    (("name: vps", "name: &v vps"), "anchors and aliases"),
    (("kind: cloudvps", "kind: cloudvps\n    kind: toolforge"), "the key `kind` already stands"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_fault_of_the_projects_file_has_its_place_and_changes_nothing(home, tmp_path, change, place):
    file = tmp_path / "projects.yaml"
    file.write_text(PROJECTS.replace(*change))
    before = tables(home)
    for command in ("diff", "apply"):
        done = home.run("limits", command, str(file), expect=65)
        assert place in done.stderr and f"toolgate: {file}:" in done.stderr
    assert tables(home) == before


def test_project_of_another_kind_stops_the_file(home, tmp_path):
    file = tmp_path / "projects.yaml"
    file.write_text(PROJECTS.replace("name: vps", "name: demo"))
    before = tables(home)
    # In order again: demo stands behind cewbot.
    for dry in ([], ["--dry-run"]):
        done = home.run("limits", "apply", str(file), *dry, expect=65)
        assert "demo is toolforge in the ledger and cloudvps in the file" in done.stderr
        assert bool(dry) == ("cewbot: new" in done.stdout)
    done = home.run("limits", "diff", str(file), expect=65)
    assert "demo is toolforge in the ledger and cloudvps in the file" in done.stderr and "cewbot: new" in done.stdout
    assert tables(home) == before


def encoded(value):
    """A column as the log's hash takes it; docs/administration.md describes it."""
    if value is None:
        return b"n"
    if isinstance(value, int):
        return b"i" + struct.pack(">q", value)
    text = value.encode()
    return b"t" + struct.pack(">Q", len(text)) + text


def test_log_can_be_checked_without_toolgate(home):
    home.run("project", "disable", "demo", *WHY)
    home.run("project", "enable", "demo")
    home.run(*SET, "--concurrency", "5", *WHY)
    rows = listed(home, "audit")
    assert [(row["action"], row["subject"], row["actor"]) for row in rows[:3]] == [
        ("limits.set", "project:demo", "cli"), ("project.enable", "project:demo", "cli"),
        ("project.disable", "project:demo", "cli")]
    assert rows[2]["reason"] == WHY[3] and rows[1]["reason"] is None
    assert len(listed(home, "audit", "--newest", "1")) == 1
    previous = bytes(32)
    with home.ledger() as ledger:
        for *fields, before, found in ledger.execute("SELECT * FROM audit ORDER BY seq"):
            assert before == previous
            previous = hashlib.sha256(before + b"".join(encoded(field) for field in fields)).digest()
            assert found == previous
        assert ledger.execute("SELECT count, hash FROM audit_head").fetchone() == (len(rows), previous)


def test_log_of_one_project_is_its_own(home):
    home.add_project("other")
    own, foreign = home.issue()[3:13], home.issue("other")[3:13]
    home.run(*SET, "--concurrency", "5", *WHY)
    home.run("limits", "set", "--token", own, "--concurrency", "2", *WHY)
    for scope in (["--project", "other"], ["--token", foreign], ["--global"]):
        home.run("limits", "set", *scope, "--concurrency", "3", *WHY)
    home.run("policy", "opt-in", "add", "--project", "demo", "--task", "T1")
    for project in ("demo", "early"):
        home.run(
            "policy", "exception", "add", f"{project}-trial", "--project", project, "--model",
            "HuggingFaceTB/SmolLM2-135M-Instruct", "--purpose", "summarize", "--rationale", "A test asks it.",
            "--approver", "administrators", "--task", "T1", "--expires", f"{soon()}")
    rows = listed(home, "audit", "--project", "demo")
    assert [(row["action"], row["subject"]) for row in rows] == [
        ("exception.add", "exception:demo-trial"), ("opt_in.add", "opt_in:demo"), ("limits.set", f"token:{own}"),
        ("limits.set", "project:demo"), ("token.issue", f"token:{own}"), ("project.add", "project:demo")]
    assert listed(home, "audit", "--project", "demo", "--newest", "2") == rows[:2]
    for form in ("table", "csv"):
        shown = home.run("audit", "--project", "demo", "--format", form).stdout
        assert len(shown.splitlines()) == 7 and "project:other" not in shown
    # An exception may come before its project; of a name that was misspelt nothing is known.
    assert [row["subject"] for row in listed(home, "audit", "--project", "early")] == ["exception:early-trial"]
    (line,) = home.run("audit", "--project", "dmeo", expect=1).stderr.splitlines()
    assert "dmeo" in line


@pytest.mark.parametrize("forgery, told", [
    ("DROP TRIGGER audit_update; UPDATE audit SET reason = 'other' WHERE seq = 3", "row 3 is not what its hash"),
    ("DROP TRIGGER audit_delete; DELETE FROM audit WHERE seq = 3", "rows were cut off"),
    ("UPDATE scope_limit SET concurrency = 500", "limits of project:demo"),
    ("UPDATE meta SET value = 0 WHERE key = 'directory'", None),
])
def test_forged_log_is_found_out(home, forgery, told):
    home.run(*SET, "--concurrency", "5", *WHY)
    with sqlite3.connect(home.directory / "ledger.sqlite") as ledger:
        ledger.executescript(forgery)
    done = home.run("ledger", "verify", expect=1 if told else 0)
    assert (told or "") in done.stderr


def test_month_is_reported_against_the_budget(home):
    home.run(*SET, "--budget-month", "25.00 USD", *WHY)
    assert "project demo: 0.00 of 25.00 USD spent in " in home.run("ledger", "verify").stdout


def test_running_gateway_follows_without_a_signal(make_gateway):
    gateway = make_gateway({"good": "normal", "other": "normal"})
    home = gateway.home
    token = home.issue()
    eventually(lambda: gateway.get("/v1/models", token).status == 200)
    assert gateway.chat("good", token).status == 200

    def becomes(status, model="good"):
        return eventually(lambda: (answer := gateway.chat(model, token)).status == status and answer)

    home.run("stop", "--model", "good", "--task", "T123456", "--reason", "answers nonsense")
    refused = becomes(503)
    assert refused.code == "stopped" and "T123456" in refused.body.decode() and "nonsense" in refused.body.decode()
    assert gateway.chat("other", token).status == 200
    gateway.stop()
    gateway.start()
    assert gateway.chat("good", token).code == "stopped", "a restart does not lift it"
    home.run("resume", "--model", "good", *WHY)
    becomes(200)
    home.run(*SET, "--concurrency", "0", *WHY)
    assert becomes(429, "other").code == "concurrency_exceeded"
    home.run(*SET, "--concurrency", "none", "--backend", "b1", *WHY)
    becomes(200, "other")
    assert gateway.chat("good", token).status == 403
    home.run("ledger", "verify")
