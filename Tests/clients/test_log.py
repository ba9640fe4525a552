# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Receipts and the transparency log of a running gateway, checked by its own command and by a stranger's program."""

import contextlib
import datetime
import json
import os
import random
import signal
import socket
import subprocess
import sys
import unicodedata

import pytest

from auditing import TOOL, calls_in, covers_everything, stranger, verifier
from helpers import CERTIFICATE, TOOLGATE, call, eventually

# One letter with its accent, and a letter that looks the same with the accent behind it.
ANSWER = "Ångström, déjà vu: 水 🌍"
DECOMPOSED = unicodedata.normalize("NFD", ANSWER)
SCRIPTS = {"good": "normal", "echo": "echo+events-1", "tools": "tool-calls+events-3", "slow": "gate-1+events-3"}


@pytest.fixture(scope="module")
def world(tmp_path_factory, upstream):
    from helpers import Gateway, Home, scripted

    directory = tmp_path_factory.mktemp("log")
    home = Home(directory / "home")
    home.configure(scripted(upstream, SCRIPTS))
    home.add_project()
    home.add_project("other")
    gateway = Gateway(home, directory / "gateway.log")
    gateway.token, gateway.other = home.issue(), home.issue("other")
    gateway.start()
    yield gateway
    gateway.stop()


def receipt(gateway, answer, token=None):
    """The receipt of a call, as soon as a checkpoint covers it."""
    path = f"/v1/provenance/{answer.headers['x-request-id']}/receipt"

    def signed():
        found = gateway.get(path, token or gateway.token)
        assert found.status == 200 or found.code == "receipt_pending", found.body
        return found if found.status == 200 else None

    return eventually(signed)


class Papers:
    """A receipt in a file, and both programs that check it. They are given nothing but the public keys."""

    def __init__(self, directory, gateway, answer):
        self.directory, self.file = directory, directory / "answer.tlog-proof"
        self.answer = receipt(gateway, answer)
        self.file.write_bytes(self.answer.body)
        self.keys = [word for key in gateway.home.run("log", "keys").stdout.split() for word in ("--key", key)]
        self.record = json.loads(gateway.get(
            f"/v1/provenance/{answer.headers['x-request-id']}", gateway.token).body)

    def check(self, text=None, asked=None):
        """The exit code, which must be the same of both."""
        options = []
        for option, content in (("--text", text), ("--input", asked)):
            if content is not None:
                path = self.directory / option.strip("-")
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
                options += [option, path]
        codes, said = [], []
        for program in ([sys.executable, TOOL], [TOOLGATE, "receipt", "verify"]):
            done = subprocess.run(
                [*map(str, program), str(self.file), *self.keys, *map(str, options)], capture_output=True, text=True,
                timeout=60, cwd=self.directory, env={"PATH": os.environ["PATH"], "TOOLGATE_HOME": "/nonexistent"})
            assert len(done.stderr.splitlines()) <= 1
            codes.append(done.returncode)
            said.append(done.stdout.splitlines())
        assert codes[0] == codes[1], codes
        # Both end with the record itself, and say nothing of one that is not proven.
        assert said[0][-1:] == said[1][-1:] and bool(said[1]) == (codes[0] == 0)
        self.summary = said[1][:-1]
        return codes[0]


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_plain_answer_is_proven_with_its_text_and_its_question(world, tmp_path):
    answer = world.chat("echo", world.token, text=ANSWER)
    text = answer.json["choices"][0]["message"]["content"]
    assert text == ANSWER
    papers = Papers(tmp_path, world, answer)
    assert papers.answer.headers["content-type"] == "text/plain; charset=utf-8"
    asked = canonical([{"role": "user", "content": ANSWER}])
    assert papers.check() == 0
    assert papers.check(text, asked) == 0
    assert papers.check(text + "\n") == 0, "editors put a line end behind a text"
    assert DECOMPOSED != ANSWER and papers.check(DECOMPOSED) == 0, "the same text in another form of Unicode"
    assert papers.check(text + ".") == 1
    assert papers.check(text, asked.replace("user", "system")) == 1
    record = papers.record
    assert papers.check(text) == 0
    assert papers.summary[0].startswith("Proven: the record is leaf ")
    assert papers.summary[1:] == [
        "The text is the one that the model answered.",
        f"  call: req_{record['id']}, of demo, at {datetime.datetime.fromtimestamp(record['t'], datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"  model: {record['model']['resolved']}",
        f"  licence: weights {record['licence']['weights']}, code {record['licence']['code']}",
        f"  judged: {record['cert']['verdict']}, tier T2, data {record['cert']['data_tier']}",
        "  decided: allow, rule open-models",
        "  host: local",
    ]
    assert (record["v"], record["type"], record["op"], record["stream"]) == (3, "call", "chat", False)
    assert (record["in_form"], record["out_form"]) == ("json", "text")
    assert record["cert"]["sha256"].startswith("sha256:") and record["cert"]["id"] == CERTIFICATE


def test_a_stream_is_proven_by_the_text_of_its_events(world, tmp_path):
    answer = world.chat("echo", world.token, text=DECOMPOSED, stream=True)
    events = [json.loads(line[6:]) for line in answer.body.decode().splitlines()
              if line.startswith("data: {")]
    text = "".join(event["choices"][0]["delta"].get("content") or "" for event in events if event["choices"])
    assert text == DECOMPOSED
    papers = Papers(tmp_path, world, answer)
    assert papers.record["stream"] is True
    assert papers.check(text) == papers.check(ANSWER) == 0
    assert papers.check(text[:-1]) == 1


@pytest.mark.parametrize("stream", [False, True])
def test_tool_calls_are_proven_in_canonical_json(world, tmp_path, stream):
    answer = world.chat("tools", world.token, stream=stream)
    papers = Papers(tmp_path, world, answer)
    assert papers.record["out_form"] == "tool_calls"
    calls = [{"id": "call_fake", "type": "function",
              "function": {"name": "look_up", "arguments": "word0 word1 word2 "}}]
    assert papers.check(canonical(calls)) == 0
    assert papers.check(canonical(calls).replace("word1", "word9")) == 1


@pytest.mark.parametrize("asked, form", [("one text", "text"), (["two", "texts"], "json")])
def test_embeddings_are_proven_by_what_was_asked(world, tmp_path, asked, form):
    answer = world.post("/v1/embeddings", {"model": "good", "input": asked}, world.token)
    papers = Papers(tmp_path, world, answer)
    assert (papers.record["in_form"], papers.record["out"]) == (form, None)
    text = asked if form == "text" else canonical(asked)
    assert papers.check(asked=text) == 0
    assert papers.check(asked=text + "!") == 1
    assert papers.check(text="a vector") == 1, "there is no commitment to a vector"


def test_a_receipt_is_for_its_own_project_alone(world):
    answer = world.chat("good", world.token)
    path = f"/v1/provenance/{answer.headers['x-request-id']}/receipt"
    receipt(world, answer)
    assert world.get(path, world.other).status == 404
    assert world.get(path, "tg_nobody").status == 401
    assert world.get(path.replace(answer.headers["x-request-id"], "req_" + "0" * 26), world.token).status == 404
    assert world.get(path.replace(answer.headers["x-request-id"], "nonsense"), world.token).status in (400, 404)


def test_salts_are_in_receipts_and_nowhere_else(world):
    answer = world.chat("good", world.token)
    found = verifier.Receipt(
        receipt(world, answer).body,
        [verifier.VerifierKey(key) for key in world.home.run("log", "keys").stdout.split()])
    salts = list(found.salts.values())
    assert len(set(salts)) == 2 and all(len(salt) == 32 for salt in salts)
    who = stranger(world.home)
    who.audit()
    public = b"".join(
        who.fetch(verifier.tile_path("entries", index, width)).body for index, width in who.tiles(who.seen.size))
    record = world.get(f"/v1/provenance/{answer.headers['x-request-id']}", world.token).body
    assert found.record["id"].encode() in public and found.record["id"].encode() in record
    files = [file.read_bytes() for file in (world.home.directory / "log").iterdir()]
    for salt in salts:
        for form in (salt, salt.hex().encode(), verifier.base64.b64encode(salt)):
            assert not any(form in place for place in (public, record, world.log.read_bytes(), *files))


def test_a_stranger_works_out_every_hash_and_sees_the_log_grow(world):
    who = stranger(world.home)
    first = who.look()
    for number in range(300):
        assert world.chat("good", world.token, text=f"call {number}").status == 200
    eventually(lambda: covers_everything(world.home, who))
    entries = who.audit()
    assert who.seen.size == len(entries) > max(256, first.size), "at least one tile must be full"
    with world.home.ledger() as ledger:
        (settled,) = ledger.execute("SELECT count(*) FROM settlement").fetchone()
    assert len(set(calls_in(entries))) == len(calls_in(entries)) == settled


def test_what_is_published_may_be_kept_for_as_long_as_it_stays_true(world):
    who = stranger(world.home)
    eventually(lambda: covers_everything(world.home, who))
    size = who.look().size
    index, width = who.tiles(size)[-1]
    partial = verifier.tile_path(0, index, width)
    kept = who.fetch(partial)
    for path in (partial, verifier.tile_path("entries", index, width)):
        headers = who.fetch(path).headers
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
        assert headers["content-type"] == "application/octet-stream"
        assert headers["access-control-allow-origin"] == "*"
    assert "max-age=2" in who.fetch("checkpoint").headers["cache-control"]
    assert call(world.home.console, "HEAD", f"/log/{partial}").body == b""
    assert who.fetch("keys").body.decode() == world.home.run("log", "keys").stdout

    for number in range(3):
        world.chat("good", world.token, text=f"more {number}")
    eventually(lambda: who.look().size >= size + 3)
    assert who.fetch(partial).body == kept.body, "a partial tile is immutable, also when it has grown"

    for path in (
        verifier.tile_path(0, index + 1, 256), verifier.tile_path(7, 0, 1), "tile/0/0", "tile/0/000.p/0",
        "tile/0/000.p/256", "tile/0/x000/000", "tile/64/000", "tile/entries/999", "tile/0/../checkpoint", "level-0",
        "lock", "checkpoint.next", "", "tile/0/000.p/1?x=1/",
    ):
        answer = call(world.home.console, "GET", f"/log/{path}")
        assert answer.status == (200 if "?" in path else 404), (path, answer.status)


def crowd(port, path, readers=300):
    """Answers to so many who ask for the same at the same moment, as they came over the wire."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    answers = []
    with contextlib.ExitStack() as held:
        connections = [
            held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30)) for _ in range(readers)]
        for part in (request[:-1], request[-1:]):
            for connection in connections:
                connection.sendall(part)
        for connection in connections:
            answer = b""
            while piece := connection.recv(1 << 20):
                answer += piece
            answers.append(answer)
    return answers


def test_readers_who_are_too_many_are_told_when_to_come_back(world):
    who = stranger(world.home)
    eventually(lambda: covers_everything(world.home, who))
    entries = verifier.tile_path("entries", *who.tiles(who.look().size)[-1])

    def refused():
        return [
            answer for answer in crowd(world.home.console, f"/log/{entries}") if answer.startswith(b"HTTP/1.1 503")]

    head, body = eventually(refused)[0].decode().split("\r\n\r\n", 1)
    headers = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:])
    assert headers["retry-after"] == "1" and headers["cache-control"] == "no-store"
    assert headers["content-type"] == "text/plain; charset=utf-8" and headers["access-control-allow-origin"] == "*"
    assert body == "Too many readers wait for this log.\n"
    assert who.fetch(entries).status == 200


def test_what_people_decide_is_in_the_log(world):
    who = stranger(world.home)
    eventually(lambda: covers_everything(world.home, who))
    entries = who.audit()
    by_type = {}
    for entry in entries:
        by_type.setdefault(entry["type"], []).append(entry)
    (key,) = by_type["key"]
    assert key["key"] == world.home.run("log", "keys").stdout.strip()
    models = json.loads(world.home.run("model", "list", "--format", "json").stdout)
    certificates = {entry["cert"]["id"]: entry["cert"] for entry in by_type["certificate"]}
    assert {model["certificate"] for model in models} <= set(certificates)
    call_of = next(entry for entry in reversed(entries) if entry["type"] == "call")
    assert certificates[CERTIFICATE]["sha256"] == call_of["cert"]["sha256"]
    assert by_type["policies"][-1]["rev"] == call_of["policy"]["rev"]
    assert "revocation" not in by_type

    file = world.home.directory / "Policies/revocations.yaml"
    assert not file.exists()
    file.write_text(
        "schema: toolgate-revocations/1\nrevocations:\n  - certificate: EleutherAI/pythia-1.4b\n    on: 2026-11-28\n"
        "    reason: a test\n    task: T12345\n")
    try:
        reload(world)
        eventually(lambda: covers_everything(world.home, who) and who.seen.size > len(entries))
        new = who.audit()[len(entries):]
        assert {"policies", "revocation"} <= {entry["type"] for entry in new} <= {
            "policies", "revocation", "certificate"}
        (revocation,) = [entry for entry in new if entry["type"] == "revocation"]
        assert revocation["cert"] == {"id": "EleutherAI/pythia-1.4b", "sha256": None}
        assert (revocation["reason"], revocation["task"]) == ("a test", "T12345")
        size = who.seen.size
        reload(world)
        assert world.chat("good", world.token).status == 200
        eventually(lambda: covers_everything(world.home, who) and who.seen.size > size)
        assert [entry["type"] for entry in who.audit()[size:]] == ["call"], "what stands there is not told again"
    finally:
        # That the file is gone would not take it back.
        file.write_text("schema: toolgate-revocations/1\nrevocations: []\n")
        reload(world)
        file.unlink()
        reload(world)


def reload(gateway):
    done = gateway.log.read_text().count("were read again")
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: gateway.log.read_text().count("were read again") > done)


def test_any_byte_of_an_entry_or_a_tile_that_is_changed_is_seen_by_the_stranger(world):
    """What a stranger is served is under the root, all of it."""
    who = stranger(world.home)
    eventually(lambda: covers_everything(world.home, who))
    who.look()
    honest = who.fetch
    index, width = who.tiles(who.seen.size)[-1]
    for kind in (0, 1, "entries"):
        path = verifier.tile_path(kind, *((0, who.seen.size >> 8) if kind == 1 else (index, width)))
        size = len(honest(path).body)
        places = range(size)
        for place in places if size <= 64 else {0, size - 1, *random.Random(size).sample(places, 48)}:
            def changed(asked, path=path, place=place):
                answer = honest(asked)
                if asked == path:
                    answer.body = bytes([*answer.body[:place], answer.body[place] ^ 1, *answer.body[place + 1:]])
                return answer

            who.fetch = changed
            with pytest.raises((AssertionError, verifier.Malformed)):
                who.audit()
    who.fetch = honest
    who.audit()
