# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Texts that terms, licences and certificates rest on: listed, watched and accepted on the command line, and what a
running gateway does when the terms of a provider change."""

import csv
import hashlib
import io
import json
import re

import pytest

import clock
from auditing import stranger
from helpers import ROOT, Home, eventually
from test_certify import one_line
from test_grants import files, told
from test_limits import PRICES, PROVIDER
from test_policies import ask, record

TODAY = str(clock.TODAY)
ADDRESS = "https://example.org/terms"
OLD, NEW = "We keep what you send for 30 days.\n", "We keep what you send for good.\n"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def fetched(home, text, name="fetched.txt"):
    path = home.directory.parent / name
    path.write_text(text)
    return path


def text(home, what, *arguments, expect=0):
    return home.run("policy", "text", what, *arguments, expect=expect)


def found(home, content, address=ADDRESS, expect=0):
    return text(home, "watch", "--text", f"{address}={fetched(home, content)}", expect=expect)


def accept(home, content, *more, address=ADDRESS, expect=0):
    return text(home, "accept", "--text", f"{address}={fetched(home, content)}", *more, expect=expect)


def listed(home, address=ADDRESS):
    rows = [row for row in json.loads(text(home, "list", "--format", "json").stdout) if row["address"] == address]
    (row,) = rows
    return row


def digest(content):
    return hashlib.sha256(content.encode()).hexdigest()


# A running gateway


@pytest.fixture
def contracted(make_gateway):
    """A gateway with a model of a provider whose terms are in block form, as the shipped ones are."""
    gateway = make_gateway(
        {"paid": "normal"}, keys={"trust": "contracted", "contract": "test-contract"}, start=False)
    home = gateway.home
    provider = PROVIDER.replace(
        "terms: {name: Terms of the test, date: 2026-01-01, url: https://example.org/terms}",
        f"terms:\n  name: Terms of the test\n  url: {ADDRESS}\n  # Nobody has stored it yet.\n  sha256: null")
    assert provider != PROVIDER
    (home.directory / "Policies/providers/test.yaml").write_text(provider)
    (home.directory / "Policies/prices/test.yaml").write_text(PRICES)
    settings = home.directory / "toolgate.yaml"
    settings.write_text(settings.read_text().replace("{concurrency: 64}", "{concurrency: 64, budget_month: 1000.00 USD}"))
    gateway.token = home.issue()
    return gateway.start()


def test_terms_that_change_stop_their_calls_until_somebody_has_read_them(contracted):
    home = contracted.home
    who = stranger(home)
    (before,) = [leaf for leaf in told(home, who) if leaf["type"] == "provider" and leaf["provider"]["id"] == "test-contract"]
    assert before["provider"]["terms"] == {"date": None, "sha256": None, "url": ADDRESS}
    answer = ask(contracted, "paid")
    assert answer.status == 200 and record(contracted, answer)["host"]["terms_sha256"] is None

    # A text is stored, and the gateway takes it up by itself.
    since = who.seen.size
    done = accept(home, OLD, "--date", "2026-01-01")
    assert "provider test-contract: rests on it now." in done.stdout
    assert "its file says: output_training none, input_training opt_in, retention 30 days" in done.stdout
    eventually(lambda: record(contracted, ask(contracted, "paid"))["host"]["terms_sha256"] == f"sha256:{digest(OLD)}")
    (leaf,) = told(home, who, since)
    assert leaf["provider"]["terms"] == {"date": "2026-01-01", "sha256": f"sha256:{digest(OLD)}", "url": ADDRESS}
    assert (leaf["provider"]["suspended"], leaf["provider"]["assessed_on"]) == (None, TODAY)
    assert "  # Nobody has stored it yet.\n" in (home.directory / "Policies/providers/test.yaml").read_text()

    # Somebody finds another text there.
    since = who.seen.size
    assert found(home, "We keep what you send\n  for 30 days.").stdout.startswith("Nothing is suspended")
    done = found(home, NEW)
    assert f"test-contract: the terms are suspended, and calls under them are refused: the text at {ADDRESS}" in done.stdout
    refused = eventually(lambda: (answer := ask(contracted, "paid")).status == 403 and answer)
    assert refused.code == "policy_denied"
    message = refused.json["error"]["message"]
    assert f"the text at {ADDRESS} has changed" in message and message.endswith("(rule provider-terms-changed)")
    explained = home.run(
        "policy", "explain", "--project", "demo", "--model", "paid", "--format", "json", expect=None).stdout
    assert "provider-terms-changed" in explained
    checked = home.run("policy", "check").stdout
    assert "warning: providers/test.yaml:2:5: the terms of `test-contract` are suspended" in checked
    (leaf,) = told(home, who, since)
    assert leaf["provider"]["suspended"] == f"the text at {ADDRESS} has changed"
    assert listed(home)["state"] == "changed"

    # It is read, and calls go on under it.
    since = who.seen.size
    done = accept(home, NEW)
    assert "test-contract: the terms are suspended no more" in done.stdout
    answer = eventually(lambda: (answer := ask(contracted, "paid")).status == 200 and answer)
    assert record(contracted, answer)["host"]["terms_sha256"] == f"sha256:{digest(NEW)}"
    (leaf,) = told(home, who, since)
    assert leaf["provider"]["suspended"] is None and leaf["provider"]["terms"]["date"] == TODAY
    assert "suspended" not in home.run("policy", "check").stdout


# The list


def test_the_list_has_every_address_with_all_that_rests_on_it(home):
    rows = list(csv.DictReader(io.StringIO(text(home, "list", "--format", "csv").stdout)))
    by_address = {row["address"]: row for row in rows}
    assert [row["address"] for row in rows] == sorted(row["address"] for row in rows)
    shared = by_address["https://policies.google.com/terms/generative-ai/use-policy"]
    assert shared["held_by"] == "provider google-gemini-api-paid, provider google-gemini-api-unpaid"
    assert (shared["state"], shared["sha256"]) == ("not stored", "")
    licence = by_address["https://scancode-licensedb.aboutcode.org/mit.LICENSE"]
    assert (licence["state"], licence["held_by"]) == ("not checked", "license MIT")
    stored = (home.directory / "Policies/texts/MIT.txt").read_text()
    assert "Nothing is suspended" in found(home, stored, licence["address"]).stdout
    checked = listed(home, licence["address"])
    assert (checked["state"], checked["checked_on"]) == ("unchanged", TODAY)


def test_every_shipped_entry_has_its_text_in_the_form_that_accept_changes():
    for folder in ("licenses", "providers"):
        for path in (ROOT / "Policies" / folder).glob("*.yaml"):
            assert not re.search(r"^(text|use_policy_text|terms|use_policy): *\{", path.read_text(), re.M), path


# What is refused


@pytest.mark.parametrize("arguments, content, message", [
    (("--text", "https://else.example/={file}"), "text", "nothing rests on a text of that address"),
    (("--text", "https://openai.com/policies/services-agreement={file}"), "<!doctype html>\n", "is a page of HTML"),
    (("--text", "https://openai.com/policies/services-agreement={file}.none"), "text", "there is no such file"),
    (("--text", "https://openai.com/policies/services-agreement={file}", "--date", "soon"), "text", "--date 'soon'"),
    (("--text", "{file}"), "text", "write ADDRESS=FILE"),
])
def test_what_cannot_be_accepted_is_said_in_one_line_and_changes_nothing(home, arguments, content, message):
    before = files(home)
    path = fetched(home, content)
    done = text(home, "accept", *(part.format(file=path) for part in arguments), expect=None)
    assert done.returncode in (1, 65) and message in one_line(done)
    assert files(home) == before


def test_a_licence_that_a_provider_shares_gets_the_text_too(home):
    done = accept(home, NEW, address="https://openai.com/policies/services-agreement")
    holders = "license LicenseRef-OpenAI-Services-Agreement: rests on it now.\nprovider openai-api: rests on it now.\n"
    assert holders in done.stdout
    copy = f"texts/LicenseRef-OpenAI-Services-Agreement.{digest(NEW)[:8]}.txt"
    assert f"Wrote Policies/{copy}." in done.stdout
    for name in ("providers/openai-api.yaml", "licenses/LicenseRef-OpenAI-Services-Agreement.yaml"):
        assert copy in (home.directory / "Policies" / name).read_text()
    assert "suspended" not in home.run("policy", "check").stdout


def test_to_watch_nothing_is_refused(home):
    done = text(home, "watch", expect=64)
    assert "name a text: --text ADDRESS=FILE;" in done.stderr
