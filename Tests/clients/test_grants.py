# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Exceptions and opt-ins on the command line, and how a running gateway takes them up and tells of them."""

import csv
import datetime
import io
import json
import re

import pytest

from auditing import covers_everything, stranger
from clock import TODAY
from helpers import Home, eventually
from test_certify import one_line, state
from test_policies import CLOSED, ask, record, reload, world  # noqa: F401

WHY = ("--reason", "a freer model will do", "--task", "T3")
# Of whose weights no licence is recorded.
UNLICENSED = "Qwen/Qwen3.8-27B"
BOUND_BY = 'A notice: "as in the licence"'


def day(days):
    return str(TODAY + datetime.timedelta(days=days))


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def add(home, id="trial", expect=0, more=(), **changes):
    options = {
        "project": "demo", "model": CLOSED, "rationale": "No freer model will do.", "approver": "administrators",
        "task": "T2", "users-bound-by": BOUND_BY, "expires": day(90), **changes}
    given = [part for name, value in options.items() if value is not None for part in (f"--{name}", value)]
    return home.run("policy", "exception", "add", id, *given, *more, expect=expect)


def listed(home, what="exception"):
    return json.loads(home.run("policy", what, "list", "--format", "json").stdout)


def files(home):
    """What is in the home, but for the mark of whoever changes its policies, and what SQLite keeps beside the ledger."""
    passing = ("Policies/.lock", "ledger.sqlite-shm", "ledger.sqlite-wal")
    return {name: text for name, text in state(home.directory).items() if name not in passing}


def told(home, who, since=0):
    """The acts of governance in the log from a leaf on, once it is signed."""
    eventually(lambda: covers_everything(home, who))
    return [entry for entry in who.audit()[since:] if entry["type"] not in ("call", "policies")]


# A running gateway


def test_an_exception_is_taken_up_and_told_and_so_is_its_end(world):  # noqa: F811
    who = stranger(world.home)
    told(world.home, who)
    before = who.seen.size
    assert ask(world, "closed").code == "policy_denied"
    done = add(world.home, "trial-of-closed")
    assert f"trial-of-closed: demo may use {CLOSED} from {TODAY} until {day(90)} (that day not included)." in done.stdout
    assert done.stderr == ""
    assert ask(world, "closed").code == "policy_denied", "nothing is in force before the signal"
    reload(world, lambda: ask(world, "closed").status == 200)
    policy = record(world, ask(world, "closed"))["policy"]
    assert (policy["decision"], policy["exception"]) == ("allow_by_exception", "trial-of-closed")
    assert ask(world, "closed", world.other).status == 403
    (leaf,) = told(world.home, who, before)
    assert leaf["exception"] == {
        "approved_on": str(TODAY), "approver": "administrators", "contracts": None, "expires": day(90), "id": "trial-of-closed",
        "model": CLOSED, "project": "demo", "purposes": None, "rationale": "No freer model will do.",
        "target_wikis": None, "task": "T2", "users_bound_by": BOUND_BY}
    (number,) = [n for n, entry in enumerate(who.audit()) if entry == leaf]

    before = who.seen.size
    done = world.home.run("policy", "exception", "remove", "trial-of-closed", *WHY)
    assert "The transparency log keeps what it was told" in done.stdout
    assert f"!log tools.demo Toolgate exception trial-of-closed removed: demo, {CLOSED} (a freer model will do) T3" in done.stdout
    reload(world, lambda: ask(world, "closed").status == 403)
    (gone,) = told(world.home, who, before)
    assert (gone["type"], gone["of"], gone["subject"], gone["leaf"]) == (
        "removal", "exception", "trial-of-closed", number)

    # A restart tells nothing again, and what comes back is told anew.
    before = who.seen.size
    world.stop()
    world.start()
    assert ask(world, "open").status == 200
    assert told(world.home, who, before) == []
    before = who.seen.size
    add(world.home, "trial-of-closed")
    reload(world, lambda: ask(world, "closed").status == 200)
    (again,) = told(world.home, who, before)
    assert again["exception"] == leaf["exception"]


def test_an_opt_in_is_taken_up_and_told_and_so_is_its_end(world):  # noqa: F811
    who = stranger(world.home)
    told(world.home, who)
    before = who.seen.size
    assert ask(world, "weights").code == "policy_denied"
    world.home.run("policy", "opt-in", "add", "--project", "demo", "--task", "T2")
    reload(world, lambda: ask(world, "weights").status == 200)
    assert record(world, ask(world, "weights"))["policy"]["facts"] == ["opted_in=yes", "tier=T3"]
    assert ask(world, "weights", world.other).status == 403
    (leaf,) = told(world.home, who, before)
    assert leaf["opt_in"] == {"project": "demo", "since": str(TODAY), "task": "T2", "tiers": "T3"}
    before = who.seen.size
    world.home.run("policy", "opt-in", "remove", "--project", "demo", *WHY)
    reload(world, lambda: ask(world, "weights").status == 403)
    (gone,) = told(world.home, who, before)
    assert (gone["type"], gone["of"]) == ("removal", "opt_in") and gone["subject"] == f"demo T3 {TODAY} T2"


def test_a_certifier_is_told_with_key_and_days(world):  # noqa: F811
    who = stranger(world.home)
    told(world.home, who)
    before = who.seen.size
    done = world.home.run("key", "new", "--name", "certifier-a", "--add")
    key = re.search("Public key: (.*)", done.stdout).group(1)
    reload(world, lambda: told(world.home, who, before))
    (leaf,) = told(world.home, who, before)
    assert leaf["certifier"] == {"key": key, "name": "certifier-a", "since": str(TODAY), "until": None}
    # The key gets an end: the same certifier, told anew.
    before = who.seen.size
    file = world.home.directory / "Policies/certifiers.yaml"
    file.write_text(file.read_text().rstrip("\n") + f"\n    until: {day(1)}\n")
    reload(world, lambda: told(world.home, who, before))
    (leaf,) = told(world.home, who, before)
    assert leaf["certifier"]["until"] == day(1)


# The files


def test_an_exception_is_written_whole_and_listed_as_it_stands_today(home):
    assert home.run("policy", "exception", "list").stdout == "No exceptions.\n"
    done = add(home, more=(
        "--purpose", "translate", "--purpose", "copyedit", "--target-wiki", "enwiki"))
    assert one_line(done).startswith("toolgate: warning: no project 'demo' was found in the ledger")
    assert home.run("policy", "check").stdout.count("1 exception;") == 1
    text = (home.directory / "Policies/exceptions/trial.yaml").read_text()
    assert ": Apache-2.0\n" in text and 'purposes: [copyedit, translate]' in text
    add(home, "later", expires=day(20), more=("--approved-on", day(10)))
    add(home, "ended", expires=day(1))
    file = home.directory / "Policies/exceptions/ended.yaml"
    file.write_text(
        file.read_text().replace(f"approved_on: {TODAY}", f"approved_on: {day(-5)}")
        .replace(f"expires: {day(1)}", f"expires: {day(0)}"))
    rows = {row["id"]: row for row in listed(home)}
    assert {id: row["state"] for id, row in rows.items()} == {
        "ended": "expired", "later": "not yet", "trial": "in force"}
    assert rows["trial"] == {
        "id": "trial", "project": "demo", "model": CLOSED, "state": "in force", "approved_on": str(TODAY),
        "expires": day(90), "purposes": "copyedit translate", "target_wikis": "enwiki", "contracts": None,
        "approver": "administrators", "task": "T2"}
    table = home.run("policy", "exception", "list").stdout.splitlines()
    assert table[0].split()[:4] == ["id", "project", "model", "state"] and len(table) == 4
    parsed = list(csv.DictReader(io.StringIO(home.run("policy", "exception", "list", "--format", "csv").stdout)))
    assert [row["id"] for row in parsed] == ["ended", "later", "trial"]


@pytest.mark.parametrize("changes, code, word", [
    ({"id": "Trial!"}, 65, "the exception's id 'Trial!' must be 1 to 64 of a-z, 0-9 and -, a letter first"),
    ({"id": "../../trial"}, 65, "must be 1 to 64 of a-z"),
    ({"project": "De mo"}, 65, "--project 'De mo': write a project's name"),
    ({"model": "nobody/knows"}, 1, "no certificate 'nobody/knows' stands in the policies: see `toolgate model list`"),
    ({"model": UNLICENSED}, 1, f"no licence of the weights of '{UNLICENSED}' is recorded, and no exception opens such a model"),
    ({"model": "not a model"}, 65, "--model 'not a model': write the id of a certificate"),
    ({"expires": day(0)}, 65, "it would have ended"),
    ({"expires": day(366)}, 65, f"an exception lasts 365 days at most, to {day(365)}"),
    ({"expires": "next year"}, 65, "--expires 'next year': write a day, such as 2026-11-23"),
    ({"expires": "2027-02-30"}, 65, "--expires '2027-02-30': write a day"),
    ({"rationale": " "}, 65, "--rationale ' ': write 1 to 4000 characters on one line"),
    ({"rationale": "x\ny"}, 65, "--rationale 'x·y': write 1 to 4000 characters on one line"),
    ({"rationale": "x" * 4001}, 65, "write 1 to 4000 characters"),
    ({"rationale": "ask me@example.org"}, 65, "--rationale holds an @: it is published for good"),
    ({"approver": "me@example.org"}, 65, "--approver holds an @"),
    ({"task": "later"}, 65, "--task 'later': write a Phabricator task"),
    ({"more": ("--purpose", "cheat")}, 65, "--purpose 'cheat': write one of summarize, translate"),
    ({"more": ("--target-wiki", "en wiki")}, 65, "--target-wiki 'en wiki': write a wiki's database name"),
    ({"more": ("--approved-on", day(100))}, 65, "it would end before it begins"),
    ({"model": "google/gemma-2-9b", "users-bound-by": None}, 65, "say with --users-bound-by how the users of 'demo' are bound"),
])
def test_an_exception_that_does_not_fit_is_one_line_and_changes_nothing(home, changes, code, word):
    before = files(home)
    assert word in one_line(add(home, expect=code, **changes))
    assert files(home) == before


def test_an_id_stands_once_and_what_is_broken_is_not_added_to(home):
    add(home)
    before = state(home.directory / "Policies/exceptions")
    assert "'trial' stands in exceptions/trial.yaml already" in one_line(add(home, expect=1))
    rules = home.directory / "Policies/rules/default.yaml"
    rules.write_text(rules.read_text().replace("decision: deny", "decision: denny", 1))
    assert one_line(add(home, "second", expect=65)).startswith("toolgate: rules/default.yaml:")
    assert state(home.directory / "Policies/exceptions") == before


def test_an_exception_is_removed_whatever_faults_other_files_have(home):
    home.add_project()
    add(home)
    rules = home.directory / "Policies/rules/default.yaml"
    rules.write_text(rules.read_text().replace("decision: deny", "decision: denny", 1))
    done = home.run("policy", "exception", "remove", "trial", *WHY)
    assert f"trial: removed; by T2 it let demo use {CLOSED} until {day(90)} (that day not included)." in done.stdout
    assert "on SIGHUP" not in done.stdout, "no gateway can take it up now"
    (warning,) = done.stderr.splitlines()
    assert warning.startswith("toolgate: warning: other policies have faults") and "`toolgate policy check`" in warning
    assert not (home.directory / "Policies/exceptions/trial.yaml").exists()
    (row,) = audited(home, 1)
    assert (row["action"], row["subject"]) == ("exception.remove", "exception:trial")


def audited(home, count):
    """The newest rows of the audit log, the oldest of them first."""
    return json.loads(home.run("audit", "--newest", str(count), "--format", "json").stdout)[::-1]


def test_the_audit_log_says_who_changed_what_and_why(home):
    home.add_project()
    add(home)
    home.run("policy", "exception", "remove", "trial", *WHY)
    home.run("policy", "opt-in", "add", "--project", "demo", "--task", "T4")
    home.run("policy", "opt-in", "remove", "--project", "demo", *WHY)
    rows = audited(home, 4)
    assert [(row["actor"], row["action"], row["subject"], row["reason"], row["task"]) for row in rows] == [
        ("cli", "exception.add", "exception:trial", None, "T2"),
        ("cli", "exception.remove", "exception:trial", "a freer model will do", "T3"),
        ("cli", "opt_in.add", "opt_in:demo", None, "T4"),
        ("cli", "opt_in.remove", "opt_in:demo", "a freer model will do", "T3")]
    exception = {"approved_on": str(TODAY), "expires": day(90), "model": CLOSED, "project": "demo"}
    opt_in = {"project": "demo", "since": str(TODAY)}
    states = [tuple(row[name] and json.loads(row[name]) for name in ("before", "after")) for row in rows]
    assert states == [(None, exception), (exception, None), (None, opt_in), (opt_in, None)]
    assert "The ledger is sound." in home.run("ledger", "verify").stdout


def test_a_grant_whose_audit_row_could_not_be_written_is_not_made(home):
    for file in home.directory.glob("ledger.sqlite-*"):
        file.unlink()
    (home.directory / "ledger.sqlite").write_bytes(b"no ledger at all" * 1000)
    before = files(home)
    done = add(home, expect=None)
    assert done.returncode not in (0, 64) and "ledger" in one_line(done)
    assert files(home) == before


def test_policies_may_grant_before_there_is_a_ledger(home):
    for file in home.directory.glob("ledger.sqlite*"):
        file.unlink()
    add(home)
    assert [row["id"] for row in listed(home)] == ["trial"] and not (home.directory / "ledger.sqlite").exists()


def test_an_exception_is_removed_with_a_word(home):
    add(home)
    home.run("policy", "exception", "remove", "trial", "--task", "T3", expect=64)
    assert "--task 'soon'" in one_line(
        home.run("policy", "exception", "remove", "trial", "--reason", "r", "--task", "soon", expect=65))
    assert "there is no exception 'other': see `toolgate policy exception list`" in one_line(
        home.run("policy", "exception", "remove", "other", *WHY, expect=1))
    assert len(listed(home)) == 1
    home.run("policy", "exception", "remove", "trial", *WHY)
    assert listed(home) == [] and not (home.directory / "Policies/exceptions/trial.yaml").exists()


def test_opt_ins_are_added_behind_what_stands_there_and_taken_out(home):
    assert home.run("policy", "opt-in", "list").stdout == "No opt-ins.\n"
    file = home.directory / "Policies/opt-ins.yaml"
    file.write_text(
        "# Kept.\nschema: toolgate-opt-ins/1\nopt_ins:\n  - {project: first, tiers: [T3], task: T1, since: 2026-01-01}\n"
        "  # The others.\n")
    home.run("policy", "opt-in", "add", "--project", "demo", "--task", "T2")
    home.run("policy", "opt-in", "add", "--project", "later", "--task", "T2", "--since", day(3))
    assert [(row["project"], row["tiers"], row["state"], row["since"]) for row in listed(home, "opt-in")] == [
        ("first", "T3", "in force", "2026-01-01"), ("demo", "T3", "in force", str(TODAY)),
        ("later", "T3", "not yet", day(3))]
    before = file.read_text()
    for arguments, code, word in [
        (("add", "--project", "demo", "--task", "T4"), 1, f"'demo' has opted in already, since {TODAY} (T2)"),
        (("add", "--project", "De mo", "--task", "T4"), 65, "--project 'De mo'"),
        (("add", "--project", "x", "--task", "4"), 65, "--task '4'"),
        (("add", "--project", "x", "--task", "T4", "--since", "now"), 65, "--since 'now': write a day"),
        (("remove", "--project", "nobody", *WHY), 1, "'nobody' has not opted in: see `toolgate policy opt-in list`"),
    ]:
        assert word in one_line(home.run("policy", "opt-in", *arguments, expect=code))
        assert file.read_text() == before
    done = home.run("policy", "opt-in", "remove", "--project", "first", *WHY)
    assert "first: no longer opted in; it was since 2026-01-01 (T1)." in done.stdout
    assert "!log tools Toolgate opt-in removed: first (a freer model will do) T3" in done.stdout
    text = file.read_text()
    assert text.startswith("# Kept.\n") and "# The others." in text and "first" not in text
    for project in ("demo", "later"):
        home.run("policy", "opt-in", "remove", "--project", project, *WHY)
    assert listed(home, "opt-in") == []
