# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""A gateway, its home and a fake upstream as processes, and the little HTTP that tests need without a client library."""

import contextlib
import datetime
import http.client
import itertools
import json
import os
import pathlib
import random
import re
import signal
import socket
import sqlite3
import subprocess
import time

import clock

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TOOLGATE = os.environ.get("TOOLGATE_BINARY", str(ROOT / ".build-debug/debug/toolgate"))
FAKE_UPSTREAM = os.environ.get("TOOLGATE_FAKE_UPSTREAM", str(ROOT / ".build-debug/debug/fake-upstream"))

# A certificate of Policies/models that every model of these tests is served under.
CERTIFICATE = "HuggingFaceTB/SmolLM2-135M-Instruct"
USER_AGENT = "toolgate-tests/1.0 (https://wikitech.wikimedia.org/wiki/Help:Toolforge)"
TOKEN = re.compile(r"\btg_[0-9A-Za-z]{10}_[0-9A-Za-z_-]+")


# Below what systems hand out by themselves (32768 and up on Linux): no connection of anybody takes one of these between
# the moment it is found free and the moment it is listened on. Each is handed out once.
PORTS = itertools.cycle(random.sample(range(20_000, 32_000), 12_000))


def free_port():
    for port in itertools.islice(PORTS, 12_000):
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port from 20000 to 31999 is free")


def eventually(condition, within=30.0, every=0.02):
    """The first true value of the condition; fails when there is none in time."""
    deadline = time.monotonic() + within
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"not true within {within} s"
        time.sleep(every)


class Response:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json["error"]["code"]


def call(port, method, path, body=None, headers=None):
    """One request over a connection of its own; headers are sent as given, with a length where there is a body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body is not None:
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
            connection.putheader("Content-Type", "application/json")
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return Response(answer.status, dict(answer.headers.items()), answer.read())
    finally:
        connection.close()


class Upstream:
    """A fake-upstream process: backends that behave as their URLs say."""

    def __init__(self):
        self.process = subprocess.Popen(
            [FAKE_UPSTREAM, "--port", "0", "--until-stdin-closes"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), f"fake-upstream did not start: {line!r}"
        self.port = int(line.rsplit(":", 1)[1])

    def url(self, script):
        return f"http://127.0.0.1:{self.port}/{script}/v1"

    @property
    def seen(self):
        return call(self.port, "GET", "/_seen").json

    def last(self, script):
        return [request for request in self.seen["recent"] if request["script"] == script][-1]

    def release(self):
        call(self.port, "POST", "/_release", b"")

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)


class Home:
    """A gateway's home, made by `toolgate init`, and the command line on it."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.data, self.console = free_port(), free_port()
        self.environment = {"TOOLGATE_HOME": str(self.directory), **clock.environment()}
        made = self.run("init")
        self.admin_token = TOKEN.search(made.stdout).group(0)
        self.assess_anew(CERTIFICATE)

    def assess_anew(self, certificate, days_ago=0):
        """A certificate that ends 180 days from then, so that these tests do not end with the shipped one."""
        day = clock.TODAY - datetime.timedelta(days=days_ago)
        path = self.directory / "Policies/models" / f"{certificate.replace('/', '--')}.yaml"
        path.write_text(re.sub(
            r"^assessed_on: .*$", f"assessed_on: {day}", path.read_text(), flags=re.M))

    def allow(self, project="demo", certificate=CERTIFICATE, name="for-tests", contracts=()):
        """Records an exception, in force now, for what the tiers or a provider's terms would refuse."""
        today, day = clock.TODAY, datetime.timedelta(days=1)
        exceptions = self.directory / "Policies/exceptions"
        exceptions.mkdir(exist_ok=True)
        # Some licences ask how the users are bound; of the others it may be said too.
        scope = ["purposes: [all]", "users_bound_by: A notice says so."]
        scope += [f"contracts: [{', '.join(contracts)}]"] if contracts else []
        (exceptions / f"{name}.yaml").write_text(
            f"schema: toolgate-exception/1\nid: {name}\nproject: {project}\nmodel: {certificate}\n"
            "rationale: A test asks it.\napprover: certifier-a\ntask: T1\n"
            f"scope: {{{', '.join(scope)}}}\n"
            f"approved_on: {today - day}\nexpires: {today + 2 * day}\n")

    def run(self, *arguments, expect=0):
        """Runs `toolgate ARGUMENTS` on this home; `expect` is the exit code, None for any."""
        done = subprocess.run(
            [TOOLGATE, *arguments],
            capture_output=True, text=True, timeout=60, env={**os.environ, **self.environment},
        )
        if expect is not None:
            assert done.returncode == expect, f"{arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def configure(self, backends=(), concurrency=64, durability="process", shutdown_time="30s"):
        """Writes toolgate.yaml; backends as `backend` makes them."""
        lines = [
            "listen:", f"  data: 127.0.0.1:{self.data}", f"  console: 127.0.0.1:{self.console}",
            "ledger:", "  path: ledger.sqlite", f"  durability: {durability}",
            "policies: Policies",
            "limits:", f"  default: {{concurrency: {concurrency}}}", f"  shutdown_time: {shutdown_time}",
        ]
        if backends:
            lines += ["backends:", *(line for backend in backends for line in backend)]
        (self.directory / "toolgate.yaml").write_text("\n".join(lines) + "\n")

    def add_project(self, name="demo"):
        self.run("project", "add", name, "--kind", "toolforge", "--task", "T1")

    def issue(self, project="demo", label="test", *more):
        """A new token of a project."""
        issued = self.run("token", "issue", "--project", project, "--label", label, *more)
        return TOKEN.search(issued.stdout).group(0)

    def ledger(self):
        """The ledger, for reading only."""
        connection = sqlite3.connect(f"file:{self.directory}/ledger.sqlite?mode=ro", uri=True)
        return contextlib.closing(connection)


def backend(identifier, url, models, operations=("chat",), **keys):
    """The lines of one backend of toolgate.yaml. `models` maps what tools ask for to what the backend calls it."""
    lines = [f"  - id: {identifier}", "    kind: openai", f"    url: {url}", "    concurrency: 256"]
    lines += [f"    {key}: {value}" for key, value in keys.items()]
    lines.append("    models:")
    for model, upstream in models.items():
        lines.append(
            f"      - {{id: {model}, upstream: {upstream}, certificate: {CERTIFICATE}, context: 4096, max_output: 512, "
            f"operations: [{', '.join(operations)}]}}"
        )
    return lines


def scripted(upstream, scripts, **keys):
    """Backends of a fake upstream: `scripts` maps a model to the script of the backend that serves it."""
    return [
        backend(f"b{number}", upstream.url(script), {model: "upstream-name"}, ("chat", "embeddings"), **keys)
        for number, (model, script) in enumerate(scripts.items())
    ]


class Gateway:
    """A running `toolgate serve` on a home."""

    def __init__(self, home, log):
        self.home, self.log = home, pathlib.Path(log)
        self.process = None

    @property
    def port(self):
        return self.home.data

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self, *options, at_once=False):
        """Returns when calls are answered and the console listens; at once: as soon as a call is."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [TOOLGATE, "serve", *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **self.home.environment},
            )
        eventually(self.is_ready, within=30, every=0 if at_once else 0.02)
        if not at_once:
            eventually(self.has_console)
        return self

    def is_ready(self):
        code = self.process.poll()
        assert code is None, f"the gateway ended with {code}:\n{self.log.read_text()[-4000:]}"
        try:
            return call(self.port, "GET", "/readyz").status == 200
        except OSError:
            return False

    def has_console(self):
        try:
            socket.create_connection(("127.0.0.1", self.home.console), timeout=10).close()
        except OSError:
            return False
        return True

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """As an operator does; calls under way may finish."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            code = self.process.wait(timeout=40)
            assert code == 0, f"SIGTERM ended the gateway with {code}:\n{self.log.read_text()[-2000:]}"

    def post(self, path, body, token, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return call(
            self.port, "POST", path, body, {"Authorization": f"Bearer {token}", "User-Agent": USER_AGENT, **named})

    def chat(self, model, token, text="hello", **members):
        body = {"model": model, "messages": [{"role": "user", "content": text}], **members}
        return self.post("/v1/chat/completions", body, token)

    def get(self, path, token):
        return call(self.port, "GET", path, None, {"Authorization": f"Bearer {token}", "User-Agent": USER_AGENT})


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def request_id_bytes(text):
    """The 16 bytes of a request id as the ledger keeps them: `req_` and a ULID, most significant byte first."""
    value = 0
    for digit in text.removeprefix("req_"):
        value = value << 5 | ALPHABET.index(digit)
    return value.to_bytes(16, "big")
