# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""One gateway with one fake upstream behind it for all tests that do not need their own."""

import types

import pytest

from helpers import Gateway, Home, Upstream, scripted

# Model -> how its backend behaves.
MODELS = {
    "good": "events-5",
    "floats": "floats-only",
    "broken": "status-500",
    "refusing": "status-401",
    "limited": "status-429+retry-after-1",
    "frame": "error-frame-2",
    "cut": "cut-3+events-20",
    "gated": "gate-0",
    "lost/with:colon": "wrong-model",
}

loud = []


@pytest.fixture(scope="session")
def upstream():
    upstream = Upstream()
    yield upstream
    upstream.stop()


@pytest.fixture
def make_gateway(tmp_path, upstream):
    """Makes gateways with homes of their own; they are stopped at the end."""
    made = []

    def make(scripts, start=True, backends=(), environment=None, keys=None, **settings):
        home = Home(tmp_path / f"home{len(made)}")
        home.environment.update(environment or {})
        home.configure([*scripted(upstream, scripts, **(keys or {})), *backends], **settings)
        home.add_project()
        if (keys or {}).get("trust") == "contracted":
            home.allow(contracts=[keys["contract"]])
        gateway = Gateway(home, tmp_path / f"gateway{len(made)}.log")
        made.append(gateway)
        return gateway.start() if start else gateway

    yield make
    for gateway in made:
        gateway.stop()


@pytest.fixture(scope="session")
def shared(tmp_path_factory, upstream):
    """The gateway that most tests share, with a token for everything."""
    directory = tmp_path_factory.mktemp("shared")
    home = Home(directory / "home")
    home.configure(scripted(upstream, MODELS), concurrency=4)
    home.add_project()
    token = home.issue()
    gateway = Gateway(home, directory / "gateway.log").start()
    yield types.SimpleNamespace(gateway=gateway, home=home, token=token, upstream=upstream)
    gateway.stop()


@pytest.fixture
def say_loudly():
    """Keeps a line for the end of the report, where nobody can overlook it."""
    return loud.append


def pytest_terminal_summary(terminalreporter):
    for line in loud:
        terminalreporter.write_line(line, yellow=True, bold=True)
