# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The published JSON Schemas: they fit what is shipped, and the reader and they agree on what a file may hold."""

import copy
import json
import re
import subprocess

import jsonschema
import pytest
import referencing
import yaml

from helpers import ROOT, TOOLGATE
from policy_examples import CERTIFICATE, EXAMPLES, FILES, variant, verifier_key, write, write_all

SCHEMAS = {
    path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "docs/schemas").glob("*.json"))}
REGISTRY = referencing.Registry().with_resources(
    (name, referencing.Resource.from_contents(schema)) for name, schema in SCHEMAS.items())
FAULT = re.compile(r"toolgate: (?P<file>[^:]+):\d+:\d+: (?P<message>.+)")
UNKNOWN = "zzzzzzzzzzzzzzzz"
# What only the reader sees, because it compares one key with another.
STRICTER = re.compile(
    r"`counts` says .*|`tier: D0` says .*|`complete` cannot be true with tier D0 or D1.*"
    r"|`stage: \w+` is not one of the model's `stages`.*|`released_on` is after `assessed_on`.*"
    r"|`choice` needs a `license`.*|.* leaves a choice; write the branch that is taken into `choice`"
    r"|`copy` needs `sha256` and `date`.*|`sha256` is not that of .*|`.*` is no file of texts.*"
    r"|these words do not stand in .*|`use_policy_text` stands only beside .*"
    r"|`\w+` is missing; a context tier prices the same keys as the row|`\w+` is not in the row's own `price`; add it there")


class Loader(yaml.SafeLoader):
    """YAML 1.2 as editors read it (core schema): a day is a text, `yes` is a text, there are no merge keys."""

    yaml_implicit_resolvers = {}


for tag, form, first in [
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
]:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{form})$"), first)


def faults(kind, value):
    schema = SCHEMAS[f"{kind}.schema.json"]
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, registry=REGISTRY, format_checker=checker)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def check(directory):
    """What `policy check` has against each file: name -> messages."""
    done = subprocess.run([TOOLGATE, "policy", "check", str(directory)], capture_output=True, text=True, timeout=120)
    lines = done.stderr.splitlines()
    assert done.returncode == (65 if lines else 0), done.stderr
    found = {}
    for line in lines:
        match = FAULT.fullmatch(line)
        assert match, f"no file, line and column: {line}"
        found.setdefault(match["file"], []).append(match["message"])
    return found


def resolved(node, schema):
    """A node with what it refers to."""
    while "$ref" in node:
        file, _, pointer = node["$ref"].partition("#/")
        schema = SCHEMAS[file] if file else schema
        target = schema
        for step in pointer.split("/"):
            target = target[step]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node, schema


def positions(node, value, schema, path=()):
    """Every place of a value with what the schema says of it: (path, node)."""
    node, schema = resolved(node, schema)
    yield path, node
    if isinstance(value, dict):
        for key, inner in value.items():
            inside = node["properties"].get(key) if "properties" in node else node["additionalProperties"]
            yield from positions(inside, inner, schema, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from positions(node["items"], inner, schema, (*path, index))


def places(kind):
    schema = SCHEMAS[f"{kind}.schema.json"]
    return list(positions(schema, EXAMPLES[kind], schema))


def at(value, path):
    for step in path:
        value = value[step]
    return value


def changed(value, path, new):
    if not path:
        return new
    value = copy.deepcopy(value)
    at(value, path[:-1])[path[-1]] = new
    return value


def without(value, path):
    value = copy.deepcopy(value)
    del at(value, path[:-1])[path[-1]]
    return value


def spoilt(node, old):
    """Values that cannot stand where the schema has this node."""
    if "const" in node or "enum" in node:
        yield from ["no-such-word", ["meets"], {}]
    elif isinstance(old, dict):
        yield from ["text", 1] + ([] if "array" in node["type"] else [[]])
        if node["additionalProperties"] is False:
            yield {**old, UNKNOWN: "text"}
    elif isinstance(old, list):
        yield from ["text", 1, {"key": "text"}]
    elif isinstance(old, bool):
        yield from ["true", "yes", 1, []]
    elif isinstance(old, int):
        yield from [str(old), node["minimum"] - 1, node["maximum"] + 1, -1, 1.5, "many", []]
    else:
        yield from ["", {}, []]
        if node.get("format") == "date":
            yield from ["2026-02-30", "2026-1-1", "26-01-01", "2026-11-23T00:00:00Z", "0000-01-01", "tomorrow"]
        elif "f]{64}" in node.get("pattern", ""):
            yield from ["a" * 63, "a" * 65, "A" * 64, "g" * 64, "sha256:" + "a" * 64]
        elif "https" in node.get("pattern", ""):
            yield from ["x", "https://", "http://a", "ftp://a.example", "HTTPS://a.example", "https://a b", "https://ä", "https://" + "a" * 1993]
        elif "2028" in node.get("pattern", ""):
            yield from ["two\nlines", "two\u2028lines"]
        elif node.get("pattern") == r"\S":
            yield " \n "
    if node.get("type") in ("string", "boolean", "integer", "array", "object"):
        yield None


def spoilings(kind):
    """The example of a kind, spoilt in every way: (what was done, the spoilt value)."""
    for path, node in places(kind):
        old = at(EXAMPLES[kind], path)
        for new in spoilt(node, old):
            if path or new is not None:
                yield f"{path}: {new!r}", lambda value, path=path, new=new: changed(value, path, new)
        for key in node.get("required", []) if isinstance(old, dict) else []:
            yield f"{path}: without {key}", lambda value, path=(*path, key): without(value, path)


def judged(tmp_path, kind, changes):
    """What schema and reader think of changed examples: [(what was done, schema's faults, reader's faults)].

    Where a directory has one file of a kind, it is checked anew for each change; else all changes stand side by side.
    """
    directory = write_all(tmp_path / "policies")
    results, alone = [], "/" not in FILES[kind]
    for number, (what, change) in enumerate(changes):
        name, value = variant(kind, number)
        if kind == "signatures":
            write(directory, name.replace("signatures", "models"), {**CERTIFICATE, "id": f"example-{number}"})
        value = change(value)
        write(directory, name, value)
        results.append([what, faults(kind, value), name])
        if alone:
            results[-1][2] = check(directory).get(name, [])
    if not alone:
        found = check(directory)
        for result in results:
            result[2] = found.get(result[2], [])
    return results


def test_every_schema_is_one():
    assert {f"{kind}.schema.json" for kind in FILES} | {"common.schema.json"} == set(SCHEMAS)
    for name, schema in SCHEMAS.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema" and schema["$id"] == name


def test_every_property_is_described_and_no_other_is_allowed():
    for kind in FILES:
        for path, node in places(kind):
            inside = path and not isinstance(path[-1], int)
            assert not inside or len(node.get("description", "")) > 4, f"{kind}: {path} is not described"
            if "properties" in node:
                assert node["additionalProperties"] is False, f"{kind}: {path} allows any key"


def test_every_shipped_file_fits_its_schema():
    kinds = {name.split("/")[0]: kind for kind, name in FILES.items()}
    files = [path for path in sorted((ROOT / "Policies").rglob("*")) if path.is_file() and path.suffix not in (".md", ".txt")]
    assert len(files) > 150
    found = []
    for path in files:
        kind = kinds[path.relative_to(ROOT / "Policies").parts[0]]
        value = yaml.load(path.read_text(encoding="utf-8"), Loader)
        found += [f"{path.relative_to(ROOT)}: {fault}" for fault in faults(kind, value)]
    assert not found, "\n".join(found)


def test_examples_and_facts_of_the_documentation_are_right():
    text = (ROOT / "docs/policies.md").read_text(encoding="utf-8")
    kinds = {EXAMPLES[kind]["schema"]: kind for kind in FILES}
    seen = set()
    for block in re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        value = yaml.load(block, Loader)
        if "schema" in value:
            seen.add(kinds[value["schema"]])
            assert faults(kinds[value["schema"]], value) == [], block
    assert len(seen) == 9, seen
    facts = SCHEMAS["rules.schema.json"]["properties"]["rules"]["items"]["properties"]["when"]["properties"]
    table = text[text.index("| Fact | Words |"):].split("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(facts)
    for fact, node in facts.items():
        words = re.search(rf"^\| `{fact}` \| (.*) \|$", table, re.MULTILINE)[1]
        missing = [word for word in node["items"].get("enum", []) if not re.search(rf"\b{word}\b", words)]
        assert not missing, f"{fact}: the table does not name {missing}"


def test_every_example_uses_every_property_and_both_take_it(tmp_path):
    assert check(write_all(tmp_path)) == {}
    for kind in FILES:
        assert faults(kind, EXAMPLES[kind]) == []
        used = {}
        for path, node in places(kind):
            if "properties" in node and isinstance(at(EXAMPLES[kind], path), dict):
                where = tuple("" if isinstance(step, int) else step for step in path)
                known, seen = used.setdefault(where, (set(node["properties"]), set()))
                seen |= set(at(EXAMPLES[kind], path))
        for where, (known, seen) in used.items():
            assert known == seen, f"{kind}: {where}: no example of {known - seen}"


@pytest.mark.parametrize("kind", FILES)
def test_the_reader_knows_the_same_keys(tmp_path, kind):
    maps = [
        (path, node) for path, node in places(kind)
        if isinstance(at(EXAMPLES[kind], path), dict) and node["additionalProperties"] is False]
    changes = [
        (path, lambda value, path=path: changed(value, (*path, UNKNOWN), "text")) for path, _ in maps]
    for (path, node), (_, _, messages) in zip(maps, judged(tmp_path, kind, changes)):
        (message,) = [message for message in messages if "unknown key" in message]
        assert message == f"unknown key `{UNKNOWN}`; known here: {', '.join(sorted(node['properties']))}", path


@pytest.mark.parametrize("kind", FILES)
def test_the_reader_knows_the_same_words(tmp_path, kind):
    choices = [(path, node["enum"]) for path, node in places(kind) if "enum" in node]
    changes = [(path, lambda value, path=path: changed(value, path, "no-such-word")) for path, _ in choices]
    for (path, words), (_, _, messages) in zip(choices, judged(tmp_path, kind, changes)):
        if path[-1] == "currency":
            continue  # too many to be listed in a message
        listed = [re.fullmatch(r"`\w+` must be (.+), not `no-such-word`", message) for message in messages]
        (listed,) = [found[1] for found in listed if found]
        words = sorted(word for word in words if word is not None)
        assert sorted(re.split(r", | or ", listed.replace("`", ""))) == words, path


@pytest.mark.parametrize("kind", FILES)
def test_both_refuse_what_is_wrong(tmp_path, kind):
    changes = list(spoilings(kind))
    assert len(changes) > 10
    untouched = [(f"untouched {number}", lambda value: value) for number in range(3)]
    results = judged(tmp_path, kind, untouched + changes)
    for what, by_schema, by_reader in results[:3]:
        assert not by_schema and not by_reader, what
    silent = [
        f"{what}: the {who} takes it" for what, *found in results[3:]
        for who, faults in zip(("schema", "reader"), found) if not faults]
    assert not silent, "\n".join(silent)


@pytest.mark.parametrize("kind", FILES)
def test_both_agree_on_every_word_and_bound_and_what_may_be_left_out(tmp_path, kind):
    changes = []
    for path, node in places(kind):
        for new in [word for word in node.get("enum", []) if word] + [node[end] for end in ("minimum", "maximum") if end in node]:
            changes.append((f"{path}: {new}", lambda value, path=path, new=new: changed(value, path, new)))
        if path and not isinstance(path[-1], int):
            changes.append((f"{path}: null", lambda value, path=path: changed(value, path, None)))
            changes.append((f"{path}: left out", lambda value, path=path: without(value, path)))
    apart = [
        f"{what}: schema {by_schema}, reader {by_reader}" for what, by_schema, by_reader in judged(tmp_path, kind, changes)
        if bool(by_schema) != any(not STRICTER.fullmatch(message) for message in by_reader)]
    assert not apart, "\n".join(apart)


TASKS = ["T1", "T" + "9" * 11, "https://phabricator.wikimedia.org/T123456"]
NO_TASKS = [
    "T", "1", "T1a", "t1", "whatever", "T" + "9" * 12, "T-1", "T١", "T1 ", "https://example.org/T1",
    "https://phabricator.wikimedia.org/1", "https://phabricator.wikimedia.org/T1#2", "http://phabricator.wikimedia.org/T1"]


@pytest.mark.parametrize("kind, path, good, bad", [
    ("certificate", ("revision",), ["c" * 40, "gpt-4o-mini-2024-07-18", "20240718", "a_1.2-3456"],
     ["main", "v1", "gpt-4o", "1.0", "A" * 40, "c" * 39, "v" * 95 + "123456", "2024 07 18", "1.0.123456 "]),
    ("certificate", ("languages", 0), ["en", "zh-Hant", "sr-Latn-RS", "x1"], ["e", "en-", "-en", "en--x", "abcdefghi", "e n"]),
    ("certificate", ("flags", 0), ["a", "a_1", "f" * 64], ["A", "a-b", "f" * 65, "é", "a b"]),
    ("certificate", ("parameters",), ["0", "1.7", "100", "1.50"], ["1.", ".5", "1,5", "1.2.3", "-1", "1e3", "1" * 13, "١"]),
    ("certificate", ("id",), ["a", "a/b:c*", "~" * 200], ["a b", "~" * 201, "é"]),
    ("certificate", ("data", "description"), ["x", "two\nlines"], [" ", "\t"]),
    ("certificate", ("data", "stages", "answer"), [["pretrain"], ["sft", "pretrain"]], [[], ["rl"], ["pretrain", "pretrain"]]),
    ("certificate", ("released_on",), ["2025-07-08"], ["2025-07", "2025-07-32", "July 2025"]),
    ("certificate", ("files", 0, "size"), [0, 99_999_999_999_999], [-1, 100_000_000_000_000]),
    ("certificate", ("expires",), ["2026-11-24"], ["2026-11-31", "2027-02-29", "2026-13-01", "2026-11-00"]),
    ("license", ("id",), ["LicenseRef-a.b-C1"], ["LicenseRef-", "LicenseRef-a_b", "MIT-2", "licenseref-a"]),
    ("license", ("user_threshold", "limit"), [1, 999_999_999_999_999], [0, 1_000_000_000_000_000]),
    ("provider", ("id",), ["c" * 64], ["c" * 65, "a b", "é"]),
    ("prices", ("prices", 0, "id"), ["p" * 189], ["p" * 190, "a b"]),
    ("prices", ("prices", 0, "models", 0), ["*", "a*", "a" * 199 + "*", "a/b:c"], ["**", "a*b", "*a", "a" * 200 + "*", "a b"]),
    ("prices", ("prices", 0, "price", "input"), ["0", "00.5", "1.500000", "0.000001"], ["1.", ".5", "-1", "1e3", "1,0", "0.1234567890123"]),
    ("prices", ("prices", 0, "currency"), ["EUR", "XCG"], ["UDS", "usd", "BGN", "XAU"]),
    ("certifiers", ("certifiers", 0, "key"), [],
     [verifier_key("certifier-a")[:-1], verifier_key("certifier-a").replace("+Ad", "+Qd"), verifier_key("a b"), "key"]),
    ("signatures", ("signatures", 0, "signature"), ["A" * 85 + "Q=="], ["A" * 85 + "B==", "A" * 84 + "A==", "A" * 88, "A" * 86]),
    ("rules", ("rules", 0, "id"), ["a", "a-1", "r" * 64], ["1a", "-a", "A", "a_b", "r" * 65]),
    ("rules", ("rules", 0, "when", "project"), [["a", "a-b1"]], [[], ["a-"], ["1a"], ["p" * 33], "demo", {"not": []}, {"but": ["a"]}]),
    ("rules", ("rules", 0, "when", "target_wiki"), [["none"], ["zh_min_nanwiki"], ["enwiktionary"], ["w" * 60 + "wiki"]],
     [["e"], ["en"], ["wiki"], ["enwikipedia"], ["enwiki_p"], ["en_wiki"], ["en-wiki"], ["Enwiki"], ["w" * 61 + "wiki"]]),
    ("exception", ("scope", "target_wikis"), [["bewikimedia"]], [["none"], ["en"]]),
    ("exception", ("scope", "contracts"), [["example"], []], [["a b"], "example"]),
    ("rules", ("rules", 0, "when", "model"), [["*"], ["a/b*"]], [["a b"], ["m" * 201]]),
    ("exception", ("rationale",), ["é" * 4000, "\U0001f600" * 4000, "x" * 3999 + "\n", "two\nlines"],
     ["é" * 4001, "x" * 4000 + "\n", "a@b", "two\nlines\na@b"]),
    ("exception", ("scope", "users_bound_by"), ["x" * 4000], ["x" * 4001, "a@b"]),
    ("exception", ("scope", "target_wikis"), [["enwiki"] * 300], [["enwiki"] * 301, []]),
    ("exception", ("scope",), [{"purposes": ["all"]}, {"target_wikis": ["enwiki"]}],
     [{}, {"contracts": ["example"]}, {"users_bound_by": "A notice."}, None]),
    ("exception", ("approver",), ["x" * 100, "é" * 100], ["x" * 101, "joe@example.org", "@"]),
    ("exception", ("task",), TASKS, NO_TASKS),
    ("revocations", ("revocations", 0, "reason"), ["x" * 300], ["x" * 301]),
    ("revocations", ("revocations", 0, "task"), TASKS, NO_TASKS),
    ("exception", ("scope", "purposes"), [["generate", "other"], ["all"]],
     [["none"], "translate", [], ["all", "translate"], ["translate", "all"]]),
    ("certifiers", ("certifiers", 0, "name"), [], ["x" * 101]),
    ("opt-ins", ("opt_ins", 0, "task"), TASKS, NO_TASKS),
    ("opt-ins", ("opt_ins", 0, "tiers"), [["T3"]], [[], ["T4"], ["T1"], "T3"]),
])
def test_both_agree_on_the_form_of_a_value(tmp_path, kind, path, good, bad):
    changes = [(new, lambda value, new=new: changed(value, path, new)) for new in good + bad]
    for number, (new, by_schema, by_reader) in enumerate(judged(tmp_path, kind, changes)):
        expected = number >= len(good)
        assert (bool(by_schema), bool(by_reader)) == (expected, expected), (new, by_schema, by_reader)


@pytest.mark.parametrize("kind, key, good, bad", [
    ("license", "fsf_libre", ["true", "false", "null", "~", ""], ["yes", "no", "on", "1", '"true"', "[]"]),
    ("provider", "retention_days", ["0", "30", "null"], ['"30"', "thirty", "1_0", "0x10", "-1", "36501"]),
    ("provider", "assessed_on", ["2026-11-23", '"2026-11-23"', "'2026-11-23'"], ["2026-02-30", "2026-11-23T00:00:00Z", "null"]),
    ("provider", "output_training", ["none", '"none"', "null"], ["no", "None", "none of it"]),
])
def test_both_read_bare_words_alike(tmp_path, kind, key, good, bad):
    value = without(EXAMPLES[kind], (key,))
    for written in good + bad:
        text = f"{key}: {written}\n" + yaml.safe_dump(value)
        write(write_all(tmp_path), FILES[kind], text)
        found = bool(faults(kind, yaml.load(text, Loader))), bool(check(tmp_path).get(FILES[kind]))
        assert found == (written in bad, written in bad), written
