# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""`toolgate policy check` on directories that are wrong in every way that people and file systems know."""

import csv
import datetime
import hashlib
import io
import json
import os
import re
import resource
import shutil
import subprocess

import pytest

import clock
from helpers import ROOT, TOOLGATE
from policy_examples import BASE, CERTIFICATE, DAY, EXAMPLES, write, write_all

LINE = re.compile(r"toolgate: ([^:]+):(\d+):(\d+): (.+)")
MEBIBYTE = 1 << 20


@pytest.fixture
def policies(tmp_path):
    return write_all(tmp_path / "policies")


def bounded():
    """Much less than what the inputs below would take if they were unfolded or read whole."""
    resource.setrlimit(resource.RLIMIT_AS, (1024 * MEBIBYTE, 1024 * MEBIBYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check(directory, *arguments, expect=0, before=()):
    done = subprocess.run(
        [*before, TOOLGATE, "policy", "check", str(directory), *arguments],
        capture_output=True, text=True, timeout=60, preexec_fn=bounded, env={**os.environ, **clock.environment()})
    assert done.returncode == expect, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def problems(directory, **how):
    """[(file, line, column, message)]; everything that is told has this form."""
    lines = check(directory, expect=65, **how).stderr.splitlines()
    return [LINE.fullmatch(line).groups() for line in lines]


def only(directory, **how):
    (problem,) = problems(directory, **how)
    return problem


def test_the_shipped_directory_is_in_order():
    done = check(ROOT / "Policies")
    (line,) = done.stdout.splitlines()
    assert re.fullmatch(
        r"No faults, 0 warnings: \d\d+ certificates, \d\d+ licences, \d\d+ providers, \d\d\d+ prices, \d+ rules, "
        r"\d+ reminders, \d+ exceptions?; revision sha256:[0-9a-f]{64}", line), line
    assert done.stderr == ""


def test_all_faults_of_all_files_are_told_at_once(policies):
    write(policies, "models/a.yaml", "schema: toolgate-certificate/2\nid: a\nnmae: A\nassessed_on: 2026-02-30\n")
    write(policies, "providers/b.yaml", "schema: toolgate-provider/1\nid: b c\n")
    write(policies, "rules/c.yaml", "schema: toolgate-rules/1\nrules:\n  - {id: c, decision: perhaps, why: Because.}\n")
    found = problems(policies)
    assert ("models/a.yaml", "3", "1", "unknown key `nmae`; the nearest known key is `name`") in found
    assert ("models/a.yaml", "4", "14", "`assessed_on` must be a day, such as 2026-11-23, not `2026-02-30`") in found
    assert ("providers/b.yaml", "1", "9", "`schema` must be `toolgate-provider/3`, not `toolgate-provider/1`") in found
    assert ("rules/c.yaml", "3", "23", "`decision` must be allow, deny or remind, not `perhaps`") in found
    assert {file for file, *_ in found} == {"models/a.yaml", "providers/b.yaml", "rules/c.yaml"}
    assert len(found) > 10 and found == sorted(found, key=lambda each: (each[0], int(each[1]), int(each[2])))


def test_findings_as_json_and_csv(policies):
    write(policies, "providers/b.yaml", {**EXAMPLES["provider"], "id": "b", "confidence": "very"})
    done = check(policies, "--format", "json", expect=65)
    (row,) = json.loads(done.stdout)
    assert row == {
        "severity": "error", "file": "providers/b.yaml", "line": row["line"], "column": row["column"],
        "message": "`confidence` must be high, medium or low, not `very`"}
    assert done.stderr.splitlines() == [f"toolgate: providers/b.yaml:{row['line']}:{row['column']}: {row['message']}"]
    assert list(csv.DictReader(io.StringIO(check(policies, "--format", "csv", expect=65).stdout))) == [row]
    (policies / "providers/b.yaml").unlink()
    assert {row["severity"] for row in json.loads(check(policies, "--format", "json").stdout)} == {"warning"}


def test_what_ends_and_what_does_not_count_is_a_warning(policies):
    def day(days):
        return str(clock.TODAY + datetime.timedelta(days))

    def certificate(name, days):
        write(policies, f"models/{name}.yaml", {**CERTIFICATE, "id": name, "assessed_on": day(-100), "expires": day(days)})

    def exception(name, days):
        write(
            policies, f"exceptions/{name}.yaml",
            {**EXAMPLES["exception"], "id": name, "approved_on": day(-100), "expires": day(days)})

    for path in ["signatures/example.yaml", "exceptions/example.yaml", "models/example.yaml"]:
        (policies / path).unlink()
    base = json.loads((policies / "models/base.yaml").read_text())
    write(policies, "models/base.yaml", {**base, "assessed_on": day(-1), "expires": day(31)})
    for name, days in [("late", 31), ("soon", 30), ("over", 0)]:
        certificate(name, days)
        exception(name, days)
    write(policies, "signatures/late.yaml", {
        **EXAMPLES["signatures"], "certificate": "late",
        "sha256": hashlib.sha256((policies / "models/late.yaml").read_bytes()).hexdigest()})
    *warnings, summary = check(policies).stdout.splitlines()
    assert [re.sub(r"yaml:\d+:\d+", "yaml", line) for line in warnings] == [
        f"warning: exceptions/over.yaml: the exception `over` ended on {day(0)}; remove the file, or decide anew",
        f"warning: exceptions/soon.yaml: the exception `soon` ends on {day(30)}; decide before whether `demo` still needs it",
        f"warning: models/over.yaml: the certificate `over` ended on {day(0)}, and calls of the model are refused; "
        "somebody must look at it again",
        f"warning: models/soon.yaml: the certificate `soon` ends on {day(30)}; somebody must look at it again before",
        f"warning: signatures/late.yaml: the signature of `certifier-a` is not one over this certificate and {DAY}",
    ]
    assert all(re.search(r"yaml:\d+:\d+: ", line) for line in warnings)
    assert summary.startswith("No faults, 5 warnings: 4 certificates, ")


def test_a_changed_text_suspends_with_a_warning(policies):
    write(policies, "watched.yaml", {
        **EXAMPLES["watched"], "texts": [{**EXAMPLES["watched"]["texts"][0], "sha256": "0" * 64}]})
    warnings = check(policies).stdout
    assert "warning: models/example.yaml:3:8: the certificate `example/full` is suspended: the text at " in warnings


def test_what_is_no_directory_is_told_in_one_line(tmp_path, policies):
    assert check(tmp_path / "none", expect=69).stderr == (
        f"toolgate: there is no directory {tmp_path}/none; `toolgate init` makes one\n")
    assert check(policies / "spdx.json", expect=65).stderr == (
        f"toolgate: {policies}/spdx.json is no directory; name the one that holds models, licenses and rules\n")


NESTED_ALIASES = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi"))


@pytest.mark.parametrize("content, named", [
    (NESTED_ALIASES, "anchors and aliases are not allowed (`&"),
    ("a: &a [x]\nb: *a\n", "anchors and aliases are not allowed"),
    ("- " * 400_000, "not valid YAML: Maximum nesting level reached"),
    ("[" * 900_000, "not valid YAML: Maximum nesting level reached"),
    ("? " * 400_000, "not valid YAML: Maximum nesting level reached"),
    ("".join(f"{' ' * depth}a:\n" for depth in range(40)), "nested more than 32 deep"),
    ("", "the file is empty"),
    ("- a\n", "the file must be a map of keys and values, not a list"),
    ("a: 1\n---\nb: 2\n", "a second document begins here"),
    ("".join(f"k{number}: 1\nk{number}: 1\n" for number in range(40_000)), "the key `k"),
    ("a: !!python/object/apply:os.system [ls]\n", "tags are not allowed"),
    ("a: 'x\n", "not valid YAML"),
    ("a: \x1b[31m\n", "the file holds a control character"),
    (b"schema: toolgate-certificate/2\nname: caf\xe9\n", "the file is not UTF-8; save it as UTF-8 (the first wrong byte is here)"),
    ("schema: toolgate-certificate/2".encode("utf-16"), "the file is not UTF-8"),
], ids=lambda value: value[:24] if isinstance(value, str) and len(value) < 90 else "bytes")
def test_content_that_is_no_strict_yaml(policies, content, named):
    path = policies / "models/x.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = problems(policies)
    assert {problem[0] for problem in found} == {"models/x.yaml"}
    assert any(problem[3].startswith(named) for problem in found)
    assert len(found) < 10 and all(len(problem[3]) < 300 for problem in found), found


def test_the_place_of_a_wrong_byte(policies):
    (policies / "models/x.yaml").write_bytes(b"schema: toolgate-certificate/2\nname: caf\xe9\n")
    assert only(policies)[:3] == ("models/x.yaml", "2", "10")


@pytest.mark.parametrize("size, start", [(100 * MEBIBYTE, b""), (100 * MEBIBYTE, b"schema: toolgate-certificate/2\nid: "), (1 << 40, b"")])
def test_a_file_of_any_size_is_not_read_whole(policies, size, start):
    with open(policies / "models/x.yaml", "wb") as file:
        file.write(start)
        file.truncate(size)
    assert only(policies) == (
        "models/x.yaml", "1", "1", "the file is larger than 1 MiB; split it or remove what does not belong here")


def test_names_of_a_million_characters_are_not_compared(policies):
    long = "a" * 900_000
    text = (policies / "models/base.yaml").read_text().replace(BASE, "example/long")
    write(policies, "models/x.yaml", text.replace('"MIT"', f'"{long}"'))
    (problem,) = problems(policies)
    assert problem[3].startswith("the licence names `aaaa") and len(problem[3]) == 500
    write(policies, "models/x.yaml", "{" + f'? "{long}" : 1,' + text.lstrip()[1:])
    (problem,) = problems(policies)
    assert problem[3].startswith("unknown key `aaaa") and len(problem[3]) <= 500


def link(to):
    return lambda path: path.symlink_to(to)


@pytest.mark.parametrize("make, named", [
    (lambda path: path.mkdir(), "is not a regular file"),
    (os.mkfifo, "is not a regular file"),
    (link("x.yaml"), "is a symbolic link that leads to no file"),
    (link("nowhere.yaml"), "is a symbolic link that leads to no file"),
    (link("/dev/zero"), "is not a regular file"),
    (link("."), "is not a regular file"),
    (link("/proc/self/mem"), "cannot be read"),
], ids=["directory", "pipe", "loop", "nowhere", "device", "folder", "memory"])
def test_what_is_no_file_that_can_be_read(policies, make, named):
    make(policies / "models/x.yaml")
    assert only(policies) == ("models/x.yaml", "1", "1", named)


def test_links_that_run_in_a_circle(policies):
    (policies / "models/x.yaml").symlink_to("y.yaml")
    (policies / "models/y.yaml").symlink_to("x.yaml")
    assert [problem[3] for problem in problems(policies)] == ["is a symbolic link that leads to no file"] * 2


def test_a_file_without_permission(policies):
    path = write(policies, "models/x.yaml", "")
    path.chmod(0)
    as_others = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root reads everything, and setpriv is not there to take that away")
        as_others = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    assert only(policies, before=as_others) == ("models/x.yaml", "1", "1", "cannot be read; check its permissions")


@pytest.mark.parametrize("name, file, named", [
    ("notes.txt", "notes.txt", "nothing reads this; "),
    ("model/x.yaml", "model", "nothing reads this; "),
    ("models/x.yml", "models/x.yml", "only files that end in .yaml are read here; rename or remove it"),
    ("rules/x.yaml~", "rules/x.yaml~", "only files that end in .yaml are read here; rename or remove it"),
    ("models/a\nb", "models/a·b", "only files that end in .yaml are read here; rename or remove it"),
])
def test_a_name_that_nothing_reads(policies, name, file, named):
    write(policies, name, "text")
    found = only(policies)
    assert found[0] == file and found[3].startswith(named)


def test_a_folder_that_is_a_file_or_missing(policies):
    shutil.rmtree(policies / "prices")
    assert only(policies) == (
        "prices", "1", "1",
        f"the directory {policies}/prices is missing; take the new Policies that come with the release (see CHANGELOG.md)")
    write(policies, "prices", "text")
    assert "prices cannot be read; check that it is one" in only(policies)[3]


def test_a_base_that_is_made_from_itself(policies):
    for name, base in [("a", "c"), ("b", "a"), ("c", "b"), ("self", "self")]:
        write(policies, f"models/{name}.yaml", {**CERTIFICATE, "id": name, "base_model": base, "distilled_from": []})
    assert [(problem[0], problem[3].split(": ")[1].split(";")[0]) for problem in problems(policies)] == [
        ("models/a.yaml", "a → c → b → a"), ("models/self.yaml", "self → self")]


@pytest.mark.parametrize("license, named", [
    ("Apache-2.00", "the licence names `Apache-2.00`, which stands neither in spdx.json nor in licenses"),
    ("MTI", "the licence names `MTI`, which stands neither in spdx.json nor in licenses; did you mean `MIT`?"),
    ("MIT or LicenseRef-example", "the licence has `or` where AND, OR or the end is due; operators are upper case"),
    ("(MIT", "the licence has an open parenthesis"),
    ("MIT WITH Classpath", "the licence names the exception `Classpath`, which SPDX does not list"),
    ("(" * 500 + "MIT" + ")" * 500, "the licence is too long"),
])
def test_a_licence_that_does_not_exist(policies, license, named):
    base = json.loads((policies / "models/base.yaml").read_text())
    write(policies, "models/x.yaml", {**base, "id": "x", "weights": {"release": "open", "license": license}})
    assert only(policies)[3] == named


@pytest.mark.parametrize("change, named", [
    ({"model": "example/none"}, "which has no certificate; name the id of one in models"),
    ({"expires": "2027-11-24"}, "`expires` must be a day after `approved_on` (2026-11-23) and at most 365 days later"),
    ({"expires": "2026-11-23"}, "`expires` must be a day after `approved_on` (2026-11-23) and at most 365 days later"),
    ({"project": "Demo"}, "`project` must be a project's name, 1 to 32 of a-z"),
    ({"scope": None}, "`scope` is missing; it must say what the exception is limited to"),
    ({"scope": {}}, "`scope` limits the exception to nothing; name `purposes` or `target_wikis`"),
    ({"scope": {"purposes": []}}, "`purposes` names no purpose; write [all] for every one"),
    ({"approver": "joe@example.org"}, "`approver` holds an @"), ({"rationale": "joe@example.org"}, "`rationale` holds an @"),
    ({"task": "whatever"}, "`task` must be a Phabricator task, such as T123456, not `whatever`"),
    ({"scope": {"purposes": None}}, "`purposes` says nothing"),
    ({"scope": {"target_wikis": None}}, "`target_wikis` says nothing"),
    ({"scope": {"contracts": None}}, "`contracts` says nothing"),
])
def test_an_exception_that_cannot_stand(policies, change, named):
    write(policies, "exceptions/example.yaml", {**EXAMPLES["exception"], **change})
    assert named in only(policies)[3]


@pytest.mark.parametrize("flow_down, hosting, is_needed", [
    ("use_restrictions", True, True), ("use_restrictions", None, True), ("use_restrictions", False, False),
    ("notice", True, False),
])
def test_an_exception_says_how_users_are_bound_where_the_licence_asks(policies, flow_down, hosting, is_needed):
    base = json.loads((policies / "models/base.yaml").read_text())
    write(policies, "licenses/x.yaml", {
        **EXAMPLES["license"], "id": "LicenseRef-x", "flow_down": flow_down, "hosting_is_distribution": hosting})
    write(policies, "models/x.yaml", {**base, "id": "x", "weights": {"release": "open", "license": "LicenseRef-x"}})
    exception = {**EXAMPLES["exception"], "model": "x"}
    write(policies, "exceptions/example.yaml", exception)
    check(policies)
    for scope in [{"purposes": ["all"]}, {"purposes": ["translate"]}]:
        changed = {**exception, "scope": scope}
        write(policies, "exceptions/example.yaml", changed)
        if is_needed:
            file, _, _, message = only(policies)
            assert file == "exceptions/example.yaml"
            assert message.startswith("the licence of `x` makes whoever serves it bind the users") and "`users_bound_by`" in message
        else:
            check(policies)


@pytest.mark.parametrize("kind, name, what", [
    ("certificate", "models", "certificate"), ("license", "licenses", "licence"), ("provider", "providers", "contract"),
    ("exception", "exceptions", "exception"), ("rules", "rules", "rule"),
])
def test_an_id_that_stands_twice(policies, kind, name, what):
    write(policies, f"{name}/x.yaml", EXAMPLES[kind])
    assert f"the {what} `" in problems(policies)[0][3]
    assert all(f"already stands in {name}/example.yaml; keep one" in problem[3] for problem in problems(policies))
