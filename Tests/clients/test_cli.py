# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The command line as people and scripts use it, while a gateway runs on the same home."""

import json
import os
import re
import shlex
import signal
import socket
import sqlite3
import subprocess

import pytest

import preload
from helpers import TOKEN, TOOLGATE, Home, backend, eventually


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


@pytest.mark.parametrize("name", ["https://llm.example.org/log", "/", "bücher.example/log", "a b", "a+b", "x" * 256])
def test_a_log_is_named_after_the_address_where_it_will_be_read(tmp_path, name):
    home = Home(tmp_path / "home")
    (line,) = home.run("--home", str(tmp_path / "other"), "init", "--log-origin", name, expect=65).stderr.splitlines()
    assert "without https://, such as llm.example.org/log: at most 255 characters of ASCII" in line
    assert not (tmp_path / "other").exists()


def test_a_home_cannot_be_where_a_file_is_and_its_name_is_quoted_for_a_shell(tmp_path):
    home = Home(tmp_path / "home")
    (tmp_path / "file").write_text("mine")
    (line,) = home.run("--home", str(tmp_path / "file"), "init", expect=65).stderr.splitlines()
    assert line == f"toolgate: {tmp_path}/file is a file: choose another --home"
    said = home.run("--home", str(tmp_path / "it's a home"), "init").stdout
    words = shlex.split(said.split("Next: ")[1])
    assert words == ["toolgate", "--home", str(tmp_path / "it's a home"), "serve"]


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
    del home.environment["TOOLGATE_HOME"]
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


@pytest.mark.parametrize(
    "arguments, line",
    [
        (["nonsense"], "unexpected argument 'nonsense'; see `toolgate --help`"),
        (["project", "add"], "project add: missing expected argument '<name>' (1 to 32 of a-z, 0-9 and -, a letter first"),
        (["--home", "demo", "project", "add", "a", "--kind", "other"],
         "project add: the value 'other' is invalid for '--kind <kind>'. Please provide one of 'toolforge' and 'cloudvps'"),
        (["policy", "explain", "--project", "a", "--model", "m", "--purpose", "cheat"],
         "one of the following: summarize, translate, copyedit,"),
        (["policy", "explain", "--project", "a", "--model", "m", "--purpse", "x"],
         "policy explain: unknown option '--purpse'. Did you mean '--purpose'?; see `toolgate policy explain --help`"),
        (["report", "usage", "--period", "yesterday"], "report usage: the value 'yesterday' is invalid for '--period <period>' ("),
        (["report", "usage", "--by", "moon"], "report usage: "),
        (["project", "show", "two\nlines"], "project show: the value 'two lines' is invalid"),
        (["token", "issue", "--label", "x"], "token issue: name either --project or --role; see `toolgate token issue --help`"),
        (["audit", "--newest", "0"], "audit: --newest 0: write a number from 1; see `toolgate audit --help`"),
        (["token", "issue", "--project", "a", "--expires", "0d"], "token issue: --expires 0 would be over at once"),
        (["token", "rotate", "a", "--overlap", "0d", "--expires", "0s"], "token rotate: --expires 0 would be over at once"),
        (["init", "--anchor"], "init: missing value for '--anchor <file>' ("),
        (["log", "rotate-key", "now"], "log rotate-key: unexpected argument 'now'; see `toolgate log rotate-key --help`"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_fault_of_usage_is_one_line_that_names_the_command_and_its_help(tmp_path, arguments, line):
    home = Home(tmp_path / "home")
    done = home.run(*arguments, expect=64)
    assert done.stdout == "" and done.stderr.count("\n") == 1 and done.stderr.endswith(" --help`\n"), done.stderr
    assert done.stderr.startswith("toolgate: ") and line in done.stderr, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["policy", "explain", "--project", "a", "--model", "m", "--purpose", "a\nHelp:  x  \x1b[31mboo"],
        ["project", "show", "a\rb\u202ec"],
        ["model", "show", "no\nsuch\x1b[31mmodel"],
        ["receipt", "verify", "no\nsuch\x1b[31mfile", "--key", "k"],
        ["policy", "check", "no\nsuch\x1b[31mfolder"],
    ],
    ids=lambda value: " ".join(value[:2]),
)
def test_nothing_that_was_typed_moves_the_cursor(tmp_path, arguments):
    home = Home(tmp_path / "home")
    done = home.run(*arguments, expect=None)
    assert done.returncode not in (0, None) and done.stderr.count("\n") == 1, done.stderr
    assert not set("\x1b\r\u202e") & set(done.stdout + done.stderr), repr(done.stderr)


def test_help_is_no_fault(tmp_path):
    home = Home(tmp_path / "home")
    for arguments in (["policy", "explain", "--help"], ["help", "policy"], ["policy"], [], ["--generate-completion-script", "bash"]):
        done = home.run(*arguments)
        assert done.stdout.count("\n") > 5 and done.stderr == "", arguments


def test_tables_for_programs_end_with_their_last_row(tmp_path):
    home = Home(tmp_path / "home")
    home.add_project()
    assert home.run("project", "list", "--format", "csv").stdout.count("\n") == 2
    certificate = home.run("model", "show", "toolgate/extractive-1", "--format", "json").stdout
    rows = {row["field"]: row["value"] for row in json.loads(certificate)}
    assert rows["expires"].startswith("never") and rows["standing"] == "in force, signed by nobody"


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


def test_what_everybody_may_write_is_told(make_gateway):
    gateway = make_gateway({}, start=False)
    home = gateway.home
    rules = home.directory / "Policies/rules/default.yaml"
    assert rules.exists() and "everybody" not in home.run("check").stdout
    for path, mode in ((home.directory / "keys", 0o777), (rules, 0o666)):
        path.chmod(mode)
    warnings = [line for line in home.run("check").stdout.splitlines() if "everybody" in line]
    tail = "can be written by everybody on this machine, and decides what the gateway allows; run: chmod"
    assert warnings == [
        f"warning: {home.directory}/keys {tail} o-w {home.directory}/keys",
        f"warning: {rules} {tail} -R o-w {home.directory}/Policies",
    ]
    gateway.start()
    assert gateway.log.read_text().count(tail) == 2


def test_a_ledger_that_everybody_may_read_is_told_where_they_can_reach_it(tmp_path):
    home = Home(tmp_path / "home")
    home.configure()
    ledger = home.directory / "ledger.sqlite"
    ledger.chmod(0o644)
    home.directory.chmod(0o700)
    assert "everybody" not in home.run("check").stdout
    home.directory.chmod(0o755)
    assert f"warning: {ledger} can be read by everybody" in home.run("check").stdout
    ledger.chmod(0o600)
    assert "everybody" not in home.run("check").stdout


def test_a_command_ends_without_the_ends_of_libraries_beside_its_threads(tmp_path):
    home = Home(tmp_path / "home")
    home.configure()
    loaded = preload.library("ends", """
        #include <stdlib.h>
        __attribute__((destructor)) static void end(void) { abort(); }
    """)
    home.environment["LD_PRELOAD"] += f" {loaded}"
    # Written whole all the same, though into a pipe.
    assert home.run("check").stdout.endswith("All is well.\n")
    assert home.run("--help").stdout.startswith("OVERVIEW")
    assert "see `toolgate check --help`" in home.run("check", "--no-such-option", expect=64).stderr
    (home.directory / "keys/token-hash.key").unlink()
    assert home.run("check", expect=69).stderr.endswith("1 fault\n")


def test_an_answer_that_could_not_be_written_is_no_success(tmp_path):
    home = Home(tmp_path / "home")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [TOOLGATE, "price", "list", "--format", "csv"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
            env={**os.environ, **home.environment})
    assert done.returncode == 69
    assert done.stderr.startswith("toolgate: standard output did not take everything") and done.stderr.count("\n") == 1


def test_check_names_every_fault_that_a_start_would_refuse(tmp_path):
    home = Home(tmp_path / "home")
    key = home.directory / "keys/provider"
    home.configure([
        backend("one", "http://127.0.0.1:9/v1", {"one": "one"}, api_key="{env: NO_SUCH_VARIABLE}"),
        backend("two", "http://127.0.0.1:9/v1", {"two": "two"}, api_key="{file: keys/provider}"),
    ])
    file = home.directory / "toolgate.yaml"
    file.write_text(file.read_text().replace("listen:\n", "listen:\n  tls: {certificate: no.pem, key: no.key}\n", 1))
    key.write_text("first\nsecond\n")
    key.chmod(0o640)
    file.write_text(file.read_text().replace("data: 127.0.0.1", "data: nowhere.invalid", 1))
    done = home.run("check", expect=65)
    assert "cannot listen on nowhere.invalid:" in done.stderr and "correct `listen.data`" in done.stderr
    file.write_text(file.read_text().replace("data: nowhere.invalid", "data: 127.0.0.1", 1))
    done = home.run("check", expect=65)
    named = ("listen.tls: cannot read", "NO_SUCH_VARIABLE", "has to be one line")
    assert [line for line in named if line in done.stderr] == [*named], done.stderr
    assert "model one: backend one" in done.stdout and "All is well" not in done.stdout
    key.write_text("first\n")
    key.chmod(0o644)
    assert f"chmod 600 {key}" in home.run("check", expect=65).stderr
    for line in home.run("serve", expect=65).stderr.splitlines():
        assert line.startswith("{") or line in done.stderr


def test_a_key_that_is_open_or_somebody_elses_is_refused(tmp_path):
    home = Home(tmp_path / "home")
    home.configure([backend("two", "http://127.0.0.1:9/v1", {"two": "two"}, api_key="{file: keys/provider}")])
    key = home.directory / "keys/provider"
    key.write_text("secret-of-the-provider\n")
    for mode, code in ((0o600, 0), (0o640, 0), (0o644, 77), (0o660, 77)):
        key.chmod(mode)
        told = home.run("check", expect=code)
        assert "secret-of-the-provider" not in told.stdout + told.stderr
    assert "chmod 600" in fault(home, 77)
    key.chmod(0o600)
    (home.directory / "keys/token-hash.key").write_text("no key\n")
    assert "not 64 hexadecimal digits" in fault(home, 65)
    if os.geteuid() == 0:
        os.chown(home.directory / "keys/token-hash.key", 4711, 4711)
        assert "belongs to another user" in fault(home, 77)


def test_a_start_on_an_earlier_clock_revives_nothing(make_gateway):
    gateway = make_gateway({"good": "normal"}, start=False)
    home = gateway.home
    token = home.issue()
    gateway.start()
    assert gateway.chat("good", token).status == 200
    gateway.stop()
    home.run("check")
    with sqlite3.connect(home.directory / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE intent SET at = at + 3 * 86400 * 1000000")
    ledger.close()
    assert "set the clock right" in fault(home, 69)
    assert "set the clock right" in home.run("check", expect=1).stderr
    gateway.start("--clock-was-ahead")
    assert gateway.chat("good", token).status == 200
    gateway.stop()
    # The newest call has the right time again.
    home.run("check")
    gateway.start()


def test_gateway_ends_well_whenever_it_is_told_to(make_gateway):
    """A service manager may change its mind as soon as the gateway is ready."""
    gateway = make_gateway({"good": "normal"}, start=False)
    for _ in range(10):
        gateway.start(at_once=True)
        gateway.stop()


def test_reload_and_interrupt_are_heard_as_soon_as_the_gateway_is_ready(make_gateway):
    gateway = make_gateway({"good": "normal"}, start=False)
    for _ in range(5):
        gateway.start(at_once=True)
        gateway.process.send_signal(signal.SIGHUP)
        eventually(lambda: gateway.log.read_text().count("were read again"))
        gateway.process.send_signal(signal.SIGINT)
        assert gateway.process.wait(timeout=40) == 0
        lines = gateway.log.read_text().splitlines()
        assert json.loads(lines[-1])["message"] == "stopped", "the log is written to its end"
        gateway.log.write_text("")


def fault(home, code):
    """The one line that is no log line of a start that fails."""
    lines = [line for line in home.run("serve", expect=code).stderr.splitlines() if not line.startswith("{")]
    assert len(lines) == 1 and lines[0].startswith("toolgate: "), lines
    return lines[0]


@pytest.mark.parametrize("listener", ["data", "console"])
def test_taken_port_is_one_line(tmp_path, listener):
    home = Home(tmp_path / "home")
    home.configure()
    with socket.create_server(("127.0.0.1", getattr(home, listener))):
        line = fault(home, 69)
    assert f"listen.{listener}" in line and str(getattr(home, listener)) in line and "in use" in line
    home.run("ledger", "verify")


def test_faults_of_a_start_are_one_line_each(tmp_path):
    home = Home(tmp_path / "home")
    file = home.directory / "toolgate.yaml"
    for text, code, named in (
        ("listen: {data: 127.0.0.1:0, console: 127.0.0.1:0, tls: {certificate: no.pem, key: no.key}}", 65, "listen.tls"),
        ("listen: {data: nowhere.invalid:0, console: 127.0.0.1:0}", 69, "listen.data"),
        ("listen: {data: unix:none/data.sock, console: 127.0.0.1:0}", 69, "listen.data"),
        ("ledger: {path: none.sqlite}", 69, "none.sqlite"),
        ("ledger: {path: toolgate.yaml}", 65, "not a Toolgate ledger"),
        ("nonsense: 1", 65, "toolgate.yaml:1:1"),
    ):
        file.write_text(text + "\n")
        assert named in fault(home, code)


def test_ledger_that_is_served_is_not_served_again(gateway):
    gateway.home.data, gateway.home.console = 0, 0
    gateway.home.configure()
    assert "another process serves" in fault(gateway.home, 69)


def test_empty_configuration_is_the_defaults(tmp_path):
    home = Home(tmp_path / "home")
    (home.directory / "toolgate.yaml").write_text("# nothing is set here\n")
    assert "toolgate/extractive-1" in home.run("check").stdout


def test_reload_names_what_needs_a_restart(gateway):
    file = gateway.home.directory / "toolgate.yaml"
    text = "".join(line for line in file.read_text().splitlines(True) if "shutdown_time" not in line)
    changed = "log: {level: notice}\nlimits:\n  shutdown_time: 7s\n  answer: {window: 64KiB}\n"
    file.write_text(text.replace("limits:\n", changed))
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: "were read again" in gateway.log.read_text())
    (line,) = [line for line in gateway.log.read_text().splitlines() if "restart" in line]
    message = json.loads(line)["message"]
    assert message.startswith("limits.answer.window, limits.shutdown_time, log.level ")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a home to somebody else")
def test_only_the_owner_of_a_home_may_use_it(tmp_path):
    home = Home(tmp_path / "home")
    os.chown(home.directory, 65534, -1)
    for command in (["serve"], ["project", "list"], ["check"], ["ledger", "verify"], ["init"]):
        done = home.run(*command, expect=77)
        assert "sudo -u " in done.stderr and len(done.stderr.splitlines()) == 1


def test_new_token_works_within_a_second_and_a_revoked_one_stops(gateway):
    token = gateway.home.issue(label="short-lived")
    eventually(lambda: is_known(gateway, token))
    assert gateway.chat("good", token).status == 200
    entry = next(entry for entry in listed(gateway.home, "token", "list") if entry["label"] == "short-lived")
    assert entry["id"] == token.split("_")[1]
    gateway.home.run("token", "revoke", entry["id"])
    eventually(lambda: not is_known(gateway, token))
    refused = gateway.chat("good", token)
    assert (refused.status, refused.code) == (401, "revoked_api_key")


def test_rotated_token_and_its_successor_both_work_for_the_overlap(gateway):
    old = gateway.home.issue()
    eventually(lambda: is_known(gateway, old))
    done = gateway.home.run("token", "rotate", old.split("_")[1], "--overlap", "1h")
    new = TOKEN.search(done.stdout).group(0)
    assert new != old
    assert f"Id: {new.split('_')[1]}" in done.stdout.splitlines()
    assert f"Token, shown only now: {new}" in done.stdout.splitlines()
    eventually(lambda: is_known(gateway, new))
    assert is_known(gateway, old)
    done = gateway.home.run("token", "rotate", new.split("_")[1], "--overlap", "0s")
    eventually(lambda: not is_known(gateway, new))


def test_disabled_project_is_refused_until_enabled(gateway):
    token = gateway.home.issue()
    eventually(lambda: is_known(gateway, token))
    gateway.home.run("project", "disable", "demo")
    refused = eventually(lambda: (answer := gateway.chat("good", token)).status == 403 and answer)
    assert refused.code == "project_disabled"
    gateway.home.run("project", "enable", "demo")
    eventually(lambda: gateway.chat("good", token).status == 200)


def test_a_scope_that_is_empty_opens_nothing(tmp_path):
    home = Home(tmp_path / "home")
    home.add_project()
    for scope, word in [
        ("", "--scope '' names an empty scope; there are chat, embeddings, read"),
        ("chat,,read", "--scope 'chat,,read' names an empty scope"), (",", "names an empty scope"),
        ("chat,", "names an empty scope"), ("chat, read", "the scope ' read' is not known"),
    ]:
        done = home.run("token", "issue", "--project", "demo", "--scope", scope, expect=64)
        assert word in done.stderr and "tg_" not in done.stdout
    assert listed(home, "token", "list", "--project", "demo") == []


def test_an_origin_that_no_browser_sends_or_anybody_can_have_is_refused(tmp_path):
    home = Home(tmp_path / "home")
    home.add_project()
    for origin in [
        "", "*", "null", "https://", "https://*", "https://*.toolforge.org", "demo.toolforge.org", "http://demo.toolforge.org",
        "ftp://demo.toolforge.org", "https://demo.toolforge.org/", "https://demo.toolforge.org/page",
        "https://demo.toolforge.org:443", "https://Demo.toolforge.org", "HTTPS://demo.toolforge.org",
        "https://demo.toolforge.org:0", "https://demo.toolforge.org:65536", "https://demo.toolforge.org:080",
        "https://demo.toolforge.org:", "https://me@demo.toolforge.org", "https://démo.org", "https://a..b", "https://[]",
        "https://[::1", "https://[::1]x", "http://[2001:db8::1]", "http://127.0.0.1:80", "http://127.example.org",
        "http://127.0.0.1.org", "http://localhost.example.org", "https://demo.toolforge.org?", "https://a b",
    ]:
        done = home.run("token", "issue", "--project", "demo", "--origin", origin, expect=65)
        assert len(done.stderr.splitlines()) == 1 and "--origin '" in done.stderr and "tg_" not in done.stdout
    assert listed(home, "token", "list", "--project", "demo") == []


def test_a_token_is_issued_for_pages_of_https_and_of_this_machine(tmp_path):
    home = Home(tmp_path / "home")
    home.add_project()
    origins = [
        "https://demo.toolforge.org", "https://demo.toolforge.org:8443", "https://xn--dmo-bma.org", "https://[2001:db8::1]:8443",
        "http://localhost", "http://localhost:5173", "http://a.localhost:3000", "http://127.0.0.1:8000", "http://[::1]:8000"]
    home.issue("demo", "pages", *(part for origin in origins for part in ("--origin", origin)))
    with home.ledger() as ledger:
        assert ledger.execute("SELECT origins FROM token WHERE label = 'pages'").fetchone()[0].split() == origins


def test_projects_and_tokens_are_listed_without_secrets(gateway):
    token = gateway.home.issue(label="listed")
    projects = listed(gateway.home, "project", "list")
    assert [project["name"] for project in projects] == ["demo"]
    assert token.split("_")[2] not in json.dumps(listed(gateway.home, "token", "list"))
    for form in ("table", "csv"):
        assert "demo" in gateway.home.run("project", "list", "--format", form).stdout


def test_usage_is_reported(gateway):
    token = gateway.home.issue()
    eventually(lambda: is_known(gateway, token))
    for _ in range(3):
        assert gateway.chat("good", token).status == 200
    report = listed(gateway.home, "report", "usage", "--by", "project,model")
    row = next(row for row in report["data"] if row["model"] == "good")
    assert row["project"] == "demo"
    assert int(row["calls"]) == 3
    assert "good" in gateway.home.run("report", "usage", "--format", "csv").stdout
    other = gateway.home.issue()
    eventually(lambda: is_known(gateway, other))
    assert gateway.chat("good", other).status == 200
    report = listed(gateway.home, "report", "usage", "--project", "demo", "--by", "token")
    assert {row["token"]: row["calls"] for row in report["data"]} == {token[3:13]: 3, other[3:13]: 1}
    assert report["by"] == ["token"] and report["total"][0]["calls"] == 4
    for form in ("table", "csv"):
        shown = gateway.home.run("report", "usage", "--by", "token,model", "--format", form).stdout
        assert shown.startswith("token") and token[3:13] in shown and other[3:13] in shown
    assert gateway.home.run("report", "usage", "--period", "2025-01").stdout == "No calls in 2025-01.\n"
    assert gateway.get("/v1/usage", token).status == 200


def test_models_and_policies(gateway):
    assert "toolgate/extractive-1" in gateway.home.run("model", "list").stdout
    served = [model["certificate"] for model in listed(gateway.home, "model", "list") if model["served_as"]]
    assert len(served) == 2
    for model, word in (("PleIAs/Pleias-3b-Preview", "Apache-2.0"), ("common-pile/comma-v0.1-2t", "-")):
        sheet = gateway.home.run("model", "show", model).stdout
        assert re.search(rf"^code\.license +{word}$", sheet, re.M), sheet
    assert re.search(r"^code\.training\.license +BSD-3-Clause$", sheet, re.M), sheet
    assert [model["certificate"] for model in listed(gateway.home, "model", "list", "--served")] == served
    for form in ("table", "csv"):
        lines = gateway.home.run("model", "list", "--served", "--format", form).stdout.splitlines()
        assert len(lines) == 3 and lines[0].startswith("certificate")
    shown = gateway.home.run("model", "show", "toolgate/extractive-1").stdout
    assert "Apache-2.0" in shown and "1.0.0" in shown
    assert max(map(len, shown.splitlines())) <= 100
    fields = {field["field"]: field for field in listed(gateway.home, "model", "show", "toolgate/extractive-1")}
    assert fields["code.license"]["source"] and fields["data.tier"]["source"]
    fields = {field["field"]: field for field in listed(gateway.home, "model", "show", "HuggingFaceTB/SmolLM3-3B")}
    assert fields["data.stages"]["value"] == "pretrain sft preference" and fields["data.stages"]["source"]
    assert fields["released_on"]["value"] == "2025-07-08" and fields["released_on"]["source"]
    gateway.home.run("policy", "check")
    checked = gateway.home.run("check", "--probe").stdout
    assert "price: local@" in checked and checked.count("probe: answers") == 2


def test_log_lines_follow_the_kind_of_a_project(tmp_path):
    home = Home(tmp_path / "home")
    assert "!log tools.bot added" in home.run("project", "add", "bot", "--kind", "toolforge").stdout
    assert "!log vps added to Toolgate T12\n" in home.run(
        "project", "add", "vps", "--kind", "cloudvps", "--task", "T12").stdout


def test_model_without_certificate_is_named_by_check(make_gateway):
    gateway = make_gateway({"good": "normal"}, start=False)
    file = gateway.home.directory / "toolgate.yaml"
    file.write_text(file.read_text().replace("HuggingFaceTB/SmolLM2-135M-Instruct", "nobody/nothing"))
    done = gateway.home.run("check", expect=None)
    assert done.returncode in (1, 65)
    assert "nobody/nothing" in done.stdout + done.stderr


def test_a_contract_that_nobody_has_read_is_named_by_check(make_gateway):
    home = make_gateway({"good": "normal"}, start=False).home
    file = home.directory / "toolgate.yaml"
    file.write_text(file.read_text().replace(
        "kind: openai\n", "kind: openai\n    trust: contracted\n    contract: nope\n", 1))
    told = home.run("check", expect=1).stderr
    assert "the contract `nope` of backend `" in told and "stands in no file of Policies/providers" in told


def test_ledger_is_verified_and_copied_while_the_gateway_runs(gateway, tmp_path):
    token = gateway.home.issue()
    eventually(lambda: is_known(gateway, token))
    assert gateway.chat("good", token).status == 200
    assert gateway.home.run("ledger", "verify").stdout.startswith(
        "1 intent, 1 settlement, 1 provenance record, 1 row of daily usage, 3 audit rows; 0 calls are not settled yet.\n")
    copy = tmp_path / "copy.sqlite"
    gateway.home.run("ledger", "backup", str(copy))
    with sqlite3.connect(f"file:{copy}?mode=ro", uri=True) as ledger:
        assert ledger.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert ledger.execute("SELECT count(*) FROM settlement").fetchone() == (1,)
    assert gateway.home.run("ledger", "backup", str(copy), expect=None).returncode != 0, "never overwrites"


def test_tampered_ledger_is_found_out(gateway):
    token = gateway.home.issue()
    eventually(lambda: is_known(gateway, token))
    assert gateway.chat("good", token).status == 200
    gateway.stop()
    with sqlite3.connect(gateway.home.directory / "ledger.sqlite") as ledger:
        ledger.execute("UPDATE settlement SET output_text = output_text + 1")
    done = gateway.home.run("ledger", "verify", expect=1)
    assert done.stderr.strip()
