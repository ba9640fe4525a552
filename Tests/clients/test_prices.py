# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The price book on the command line, as finance keeps it."""

import csv
import io
import json
import os
import signal

import pytest

from helpers import Home, eventually

ROW = """\
  - id: {id}
    contract: {contract}
    models: ["{model}"]
    currency: USD
    price: {{input: "{input}", output: "2.00"}}
    valid_from: {valid_from}
    valid_to: {valid_to}
    source: contract of 2026-11, annex B
    checked_on: 2026-11-24
    approved_by: finance
"""


def book(*rows):
    return "schema: toolgate-prices/1\nprices:\n" + "".join(rows)


def row(id="ours", contract="openai-api", model="gpt-ours", input="1.00", valid_from="2026-01-01", valid_to="null"):
    return ROW.format(id=id, contract=contract, model=model, input=input, valid_from=valid_from, valid_to=valid_to)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture
def file(tmp_path):
    """Writes a file to import, outside of the home."""
    (tmp_path / "desk").mkdir()

    def write(text, name="ours.yaml"):
        path = tmp_path / "desk" / name
        path.write_text(text)
        return path

    return write


def prices(home):
    return home.directory / "Policies" / "prices"


def one_line(done):
    (line,) = done.stderr.splitlines()
    return line


def configure(home, model="gpt-4o-mini", contract="openai-api"):
    (home.directory / "toolgate.yaml").write_text(
        "backends:\n"
        "  - id: far\n"
        "    url: http://127.0.0.1:9/v1\n"
        "    trust: contracted\n"
        f"    contract: {contract}\n"
        f"    models: [{{id: mini, upstream: {model}, certificate: openai/gpt-4o-mini}}]\n"
    )


def test_list_shows_every_version_in_each_format(home):
    rows = json.loads(home.run("price", "list", "--format", "json").stdout)
    assert len({name for row in rows for name in row["models"].split()}) > 100
    assert {row["seller"] for row in rows} == {
        "local", "contract liftwing", "provider OpenAI", "provider Microsoft", "provider Anthropic", "provider Google",
        "provider Mistral AI",
    }
    assert all(row["source"] and row["checked_on"] for row in rows)
    table = home.run("price", "list").stdout.splitlines()
    assert len(table) == len(rows) + 1 and table[0].split()[:4] == ["version", "seller", "tier", "above"]
    read = list(csv.DictReader(io.StringIO(home.run("price", "list", "--format", "csv").stdout)))
    assert [row["version"] for row in read] == [row["version"] for row in rows]


def test_list_of_a_model_and_a_day(home):
    def versions(*arguments):
        listing = json.loads(home.run("price", "list", "--format", "json", *arguments).stdout)
        return [(row["version"], row["above"], row["input_uncached"]) for row in listing]

    before = versions("--model", "gemini-4-argon", "--at", "2026-11-30")
    after = versions("--model", "gemini-4-argon", "--at", "2026-12-01")
    assert ("google-gemini-4-argon-standard@2026-10-14", None, "2.00") in before
    assert ("google-gemini-4-argon-standard@2026-12-01", None, "4.00") in after
    assert not set(before) & set(after)
    long = versions("--model", "gpt-5.4", "--at", "2026-11-24")
    assert ("openai-gpt-5.4-standard@2026-10-01", "272000", "5.00") in long
    assert ("openai-gpt-5.4-flex@2026-10-12", None, "1.25") in long
    # A configured id takes the seller of its backend and the name that the backend knows.
    configure(home, contract="azure-openai")
    (only,) = versions("--model", "mini", "--at", "2026-11-24")
    assert only[0].startswith("azure-openai-gpt-4o-mini-standard@")
    assert versions("--model", "no-such-model") == []
    assert home.run("price", "list", "--model", "no-such-model").stdout == "No prices.\n"
    home.run("price", "list", "--at", "2026-02-30", expect=64)


def test_check_passes_what_is_shipped_and_warns(home):
    done = home.run("price", "check")
    assert done.stdout.splitlines()[-1].endswith("prices, no faults.")
    assert "more prices are unverified" in done.stdout
    configure(home)
    warning = next(line for line in home.run("price", "check").stdout.splitlines() if "`mini`" in line)
    assert warning.startswith("warning: prices/openai.yaml:") and "unverified" in warning


def test_check_fails_for_a_model_without_a_price(home):
    configure(home, model="gpt-unheard-of")
    line = one_line(home.run("price", "check", expect=1))
    assert line == "toolgate: the model `mini` of backend `far` has no price in force; add one to Policies/prices"


def test_check_finds_gaps_and_overlaps(home):
    mine = prices(home) / "ours.yaml"
    mine.write_text(book(row(valid_to="2026-03-01"), row(valid_from="2026-03-02")))
    assert "prices/ours.yaml:13:9: `ours@2026-03-02` there is no price from 2026-03-01" in one_line(
        home.run("price", "check", expect=1))
    mine.write_text(book(row(valid_to="2026-03-02"), row(valid_from="2026-03-01")))
    assert "prices/ours.yaml:13:9: the id `ours` has a price for the same days" in one_line(
        home.run("price", "check", expect=1))
    mine.write_text(book(row(id="mine"), row(id="yours")))
    assert "prices/ours.yaml:13:9: the model `gpt-ours` has a price for the same days" in one_line(
        home.run("price", "check", expect=1))


def test_import_adds_a_contracts_price(home, file):
    path = file(book(row()))
    dry = home.run("price", "import", str(path), "--dry-run").stdout
    assert "+ ours@2026-01-01: contract openai-api, standard, gpt-ours, from 2026-01-01" in dry
    assert not (prices(home) / "ours.yaml").exists()
    done = home.run("price", "import", str(path))
    assert (prices(home) / "ours.yaml").read_bytes() == path.read_bytes()
    assert done.stdout.splitlines()[:2] == dry.splitlines()[:2]
    assert "Changes: 0; versions that stay as they are: 1.\n" in home.run("price", "import", str(path)).stdout
    assert all(name.endswith(".yaml") for name in os.listdir(prices(home))), "nothing is left beside"
    (listed,) = json.loads(home.run("price", "list", "--model", "gpt-ours", "--format", "json").stdout)
    assert (listed["version"], listed["verified"]) == ("ours@2026-01-01", "yes")


@pytest.mark.parametrize(
    "text, named",
    [
        (book(row(input="-1")), ":7:20: `input` must be a decimal"),
        (book(row(input="1e3")), ":7:20: `input` must be a decimal"),
        (book(row(input="١")), ":7:20: `input` must be a decimal"),
        (book(row(valid_from="2026-02-30")), ":8:17: `valid_from` must be a day, such as 2026-11-23, not `2026-02-30`"),
        (book(row()).replace("USD", "UDS"), ":6:15: `currency` must be a currency in use by ISO 4217, such as USD, not `UDS`"),
        (book(row(contract="nobody")), ":3:9: the contract `nobody` does not stand in providers"),
        (book(row(id="liftwing", valid_from="2026-05-01")), ":3:9: the id `liftwing` has a price for the same days"),
        ("schema: toolgate-prices/1\n", ":1:1: there are no `prices`"),
        ("\x00", ":1:1: the file holds a control character"),
    ],
    ids=lambda value: value[-40:].strip() if value.startswith(":") else "",
)
def test_import_refuses_bad_input_in_one_line(home, file, text, named):
    path = file(text)
    before = {entry.name: entry.read_bytes() for entry in prices(home).iterdir()}
    line = one_line(home.run("price", "import", str(path), expect=65))
    assert line.startswith(f"toolgate: {path}{named}"), line
    assert {entry.name: entry.read_bytes() for entry in prices(home).iterdir()} == before


def test_import_takes_files_only_under_a_name_that_is_read(home, file, tmp_path):
    assert "must end in .yaml" in one_line(home.run("price", "import", str(file(book(row()), "ours.yml")), expect=65))
    assert "must end in .yaml" in one_line(home.run("price", "import", str(file(book(row()), ".ours.yaml")), expect=65))
    assert "no such file" in one_line(home.run("price", "import", str(tmp_path / "none.yaml"), expect=65))
    (tmp_path / "folder.yaml").mkdir()
    assert "not a regular file" in one_line(home.run("price", "import", str(tmp_path / "folder.yaml"), expect=65))


def test_version_that_calls_were_priced_with_stays(make_gateway, tmp_path):
    gateway = make_gateway({"good": "normal"}, keys={"trust": "contracted", "contract": "openai-api"}, start=False)
    home = gateway.home
    file = home.directory / "toolgate.yaml"
    file.write_text(file.read_text().replace("{concurrency: 64}", "{concurrency: 64, budget_month: 100.00 USD}"))
    path = tmp_path / "ours.yaml"
    path.write_text(book(row(model="upstream-name")))
    home.run("price", "import", str(path))
    gateway.start()
    token = home.issue()
    eventually(lambda: gateway.chat("good", token).status == 200)

    # Other figures, and the version gone.
    path.write_text(book(row(model="upstream-name", input="1.50")))
    line = one_line(home.run("price", "import", str(path), expect=65))
    assert line.startswith(f"toolgate: {path}:3:9: `ours@2026-01-01` is in the ledger with other figures")
    path.write_text(book(row(id="other", model="upstream-name")))
    line = one_line(home.run("price", "import", str(path), "--dry-run", expect=65))
    assert line.startswith("toolgate: prices/ours.yaml:3:9: `ours@2026-01-01` is in the ledger and ")
    # Behind the command's back: the check sees it, and a running gateway refuses it.
    mine = prices(home) / "ours.yaml"
    good = mine.read_text()
    mine.write_text(good.replace("1.00", "1.50"))
    assert "`ours@2026-01-01` is in the ledger with other figures" in one_line(home.run("price", "check", expect=1))
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: "reload refused" in gateway.log.read_text())
    mine.write_text(good)

    # An end and a successor, which a running gateway takes.
    path.write_text(
        book(row(model="upstream-name", valid_to="2026-11-01"), row(model="upstream-name", input="1.50", valid_from="2026-11-01")))
    done = home.run("price", "import", str(path))
    assert done.stdout.splitlines()[:2] == [
        "~ ours@2026-01-01: ends on 2026-11-01",
        "+ ours@2026-11-01: contract openai-api, standard, upstream-name, from 2026-11-01",
    ]
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: gateway.log.read_text().count("were read again") == 1)
    assert gateway.chat("good", token).headers["x-toolgate-cost"] == "0.0000265 USD"  # 11 × 1.50 + 5 × 2
    home.run("price", "check")
    home.run("ledger", "verify")
