# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The command line as people and scripts use it, while a gateway runs on the same home."""

import json
import sqlite3

import pytest

from helpers import TOKEN, Home, eventually


@pytest.fixture
def gateway(make_gateway):
    return make_gateway({"good": "normal"})


def is_known(gateway, token):
    return gateway.get("/v1/models", token).status == 200


def listed(home, *arguments):
    return json.loads(home.run(*arguments, "--format", "json").stdout)


def test_init_makes_a_home_once(tmp_path):
    home = Home(tmp_path / "home")
    for name in ("toolgate.yaml", "ledger.sqlite", "keys"):
        assert (home.directory / name).exists()
    assert (home.directory / "keys").stat().st_mode & 0o077 == 0
    again = home.run("init", expect=None)
    assert again.returncode != 0
    assert "exists" in again.stderr
    home.run("check")


def test_home_without_init_is_told_what_to_do(tmp_path):
    home = Home.__new__(Home)
    home.directory = tmp_path / "nothing"
    home.environment = {"TOOLGATE_HOME": str(home.directory)}
    for command in (["serve"], ["project", "list"], ["check"]):
        done = home.run(*command, expect=69)
        assert "init" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_home_may_be_named_before_or_behind_the_command(tmp_path):
    home = Home(tmp_path / "home")
    home.environment = {}
    home.run("--home", str(home.directory), "project", "add", "first", "--kind", "toolforge")
    home.run("project", "add", "second", "--kind", "cloudvps", "--home", str(home.directory))
    for place in (["--home", str(home.directory), "project", "list"], ["project", "list", "--home", str(home.directory)]):
        listing = home.run(*place).stdout
        assert "first" in listing and "second" in listing


def test_version_and_help(tmp_path):
    home = Home(tmp_path / "home")
    assert home.run("--version").stdout.strip()
    assert "serve" in home.run("--help").stdout
    assert "--overlap" in home.run("token", "rotate", "--help").stdout


@pytest.mark.parametrize(
    "arguments, code",
    [
        (["nonsense"], 64),
        (["project", "add", "Not A Name", "--kind", "toolforge"], 64),
        (["project", "show", "nobody"], 1),
        (["token", "issue", "--project", "nobody", "--label", "x"], 1),
        (["token", "revoke", "0000000000"], 1),
        (["report", "usage", "--period", "yesterday"], 64),
        (["model", "show", "no-such-model"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_exit_codes(tmp_path, arguments, code):
    Home(tmp_path / "home").run(*arguments, expect=code)


def test_every_fault_of_a_configuration_is_told_with_its_place(tmp_path):
    home = Home(tmp_path / "home")
    home.configure()
    file = home.directory / "toolgate.yaml"
    file.write_text(file.read_text().replace("durability: process", "durabilty: process") + "nonsense: 1\n")
    done = home.run("check", expect=65)
    assert "durability" in done.stderr, "the nearest known key is named"
    assert "nonsense" in done.stderr
    assert "toolgate.yaml:" in done.stderr
    home.run("serve", expect=65)


def test_gateway_ends_well_whenever_it_is_told_to(make_gateway):
    """A service manager may change its mind as soon as the gateway is ready."""
    gateway = make_gateway({"good": "normal"}, start=False)
    for _ in range(10):
        gateway.start(every=0)
        gateway.stop()


def test_new_token_works_within_a_second_and_a_revoked_one_stops(gateway):
    token = gateway.home.issue(label="short-lived")
    eventually(lambda: is_known(gateway, token), within=2)
    assert gateway.chat("good", token).status == 200
    entry = next(entry for entry in listed(gateway.home, "token", "list") if entry["label"] == "short-lived")
    assert entry["id"] == token.split("_")[1]
    gateway.home.run("token", "revoke", entry["id"])
    eventually(lambda: not is_known(gateway, token), within=2)
    refused = gateway.chat("good", token)
    assert (refused.status, refused.code) == (401, "revoked_api_key")


def test_rotated_token_and_its_successor_both_work_for_the_overlap(gateway):
    old = gateway.home.issue()
    eventually(lambda: is_known(gateway, old), within=2)
    done = gateway.home.run("token", "rotate", old.split("_")[1], "--overlap", "1h")
    new = TOKEN.search(done.stdout).group(0)
    assert new != old
    eventually(lambda: is_known(gateway, new), within=2)
    assert is_known(gateway, old)
    done = gateway.home.run("token", "rotate", new.split("_")[1], "--overlap", "0s")
    eventually(lambda: not is_known(gateway, new), within=2)


def test_disabled_project_is_refused_until_enabled(gateway):
    token = gateway.home.issue()
    eventually(lambda: is_known(gateway, token), within=2)
    gateway.home.run("project", "disable", "demo")
    refused = eventually(lambda: (answer := gateway.chat("good", token)).status == 403 and answer, within=2)
    assert refused.code == "project_disabled"
    gateway.home.run("project", "enable", "demo")
    eventually(lambda: gateway.chat("good", token).status == 200, within=2)


def test_projects_and_tokens_are_listed_without_secrets(gateway):
    token = gateway.home.issue(label="listed")
    projects = listed(gateway.home, "project", "list")
    assert [project["name"] for project in projects] == ["demo"]
    assert token.split("_")[2] not in json.dumps(listed(gateway.home, "token", "list"))
    for form in ("table", "csv"):
        assert "demo" in gateway.home.run("project", "list", "--format", form).stdout


def test_usage_is_reported(gateway):
    token = gateway.home.issue()
    eventually(lambda: is_known(gateway, token), within=2)
    for _ in range(3):
        assert gateway.chat("good", token).status == 200
    report = listed(gateway.home, "report", "usage", "--by", "project,model")
    row = next(row for row in report["data"] if row["model"] == "good")
    assert row["project"] == "demo"
    assert int(row["calls"]) == 3
    assert "good" in gateway.home.run("report", "usage", "--format", "csv").stdout
    assert gateway.get("/v1/usage", token).status == 200


def test_models_and_policies(gateway):
    assert "toolgate/extractive-1" in gateway.home.run("model", "list").stdout
    assert "Apache-2.0" in gateway.home.run("model", "show", "toolgate/extractive-1").stdout
    gateway.home.run("policy", "check")
    gateway.home.run("check")


def test_model_without_certificate_is_named_by_check(make_gateway):
    gateway = make_gateway({"good": "normal"}, start=False)
    file = gateway.home.directory / "toolgate.yaml"
    file.write_text(file.read_text().replace("HuggingFaceTB/SmolLM2-135M-Instruct", "nobody/nothing"))
    done = gateway.home.run("check", expect=None)
    assert done.returncode in (1, 65)
    assert "nobody/nothing" in done.stdout + done.stderr


def test_ledger_is_verified_and_copied_while_the_gateway_runs(gateway, tmp_path):
    token = gateway.home.issue()
    eventually(lambda: is_known(gateway, token), within=2)
    assert gateway.chat("good", token).status == 200
    gateway.home.run("ledger", "verify")
    copy = tmp_path / "copy.sqlite"
    gateway.home.run("ledger", "backup", str(copy))
    with sqlite3.connect(f"file:{copy}?mode=ro", uri=True) as ledger:
        assert ledger.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert ledger.execute("SELECT count(*) FROM settlement").fetchone() == (1,)
    assert gateway.home.run("ledger", "backup", str(copy), expect=None).returncode != 0, "never overwrites"


def test_tampered_ledger_is_found_out(gateway):
    token = gateway.home.issue()
    eventually(lambda: is_known(gateway, token), within=2)
    assert gateway.chat("good", token).status == 200
    gateway.stop()
    with sqlite3.connect(gateway.home.directory / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE settlement SET output_text = output_text + 1")
    done = gateway.home.run("ledger", "verify", expect=1)
    assert done.stderr.strip()
