# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Rules, exceptions, opt-ins and aliases as tools and administrators meet them."""

import datetime
import hashlib
import http.client
import json
import re
import shutil
import signal
import sqlite3
import threading

import pytest

from helpers import CERTIFICATE, USER_AGENT, eventually, backend

OPEN, WEIGHTS, CLOSED = "HuggingFaceTB/SmolLM2-135M-Instruct", "Qwen/Qwen3-14B", "openai/gpt-4o-mini"


def served(upstream, name, certificate):
    lines = backend(name, upstream.url("normal"), {name: f"upstream-{name}"})
    return [line.replace(OPEN, certificate) for line in lines]


@pytest.fixture
def world(make_gateway, upstream):
    """A gateway with an open model, one of open weights, and an alias; projects `demo` and `other`."""
    gateway = make_gateway({}, start=False, backends=[
        served(upstream, "open", OPEN), served(upstream, "weights", WEIGHTS), served(upstream, "closed", CLOSED)])
    home = gateway.home
    home.assess_anew(WEIGHTS)
    home.assess_anew(CLOSED)
    settings = home.directory / "toolgate.yaml"
    settings.write_text(
        settings.read_text()
        + "aliases:\n  - {id: any, model: open, tier: T2, host: local}\n"
        + "  - {id: too-much, model: weights, tier: T2, host: local}\n")
    home.add_project("other")
    gateway.token, gateway.other = home.issue(), home.issue("other")
    gateway.start()
    return gateway


def ask(gateway, model, token=None, **headers):
    body = {"model": model, "messages": [{"role": "user", "content": "hello"}]}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return gateway.post("/v1/chat/completions", body, token or gateway.token, **named)


def record(gateway, answer):
    answer = gateway.get(answer.headers["x-toolgate-provenance"], gateway.token)
    assert answer.status == 200, answer.body
    return answer.json


def reload(gateway, is_in_force):
    gateway.process.send_signal(signal.SIGHUP)
    eventually(is_in_force)


def test_a_wikis_guideline_is_kept_and_named(world):
    refused = ask(world, "open", x_toolgate_purpose="generate", x_toolgate_target_wiki="enwiki")
    assert (refused.status, refused.code) == (403, "policy_denied")
    message = refused.json["error"]["message"]
    assert "Wikipedia:Writing articles with large language models" in message
    assert message.endswith("(rule enwiki-article-text)")
    assert refused.headers["x-should-retry"] == "false"
    assert ask(world, "open", x_toolgate_target_wiki="enwiki").status == 403
    assert ask(world, "open", x_toolgate_purpose="generate", x_toolgate_target_wiki="dewiki").status == 403
    for purpose in ("translate", "copyedit"):
        allowed = ask(world, "open", x_toolgate_purpose=purpose, x_toolgate_target_wiki="enwiki")
        assert allowed.status == 200
        policy = record(world, allowed)["policy"]
        assert (policy["decision"], policy["rule"], policy["facts"]) == ("allow", "open-models", ["tier=T2"])
    talk = {"x_toolgate_target_wiki": "enwiki", "x_toolgate_target_namespace": "1"}
    assert ask(world, "open", x_toolgate_purpose="generate", **talk).status == 200


@pytest.mark.parametrize("name", ["enwiki_p", "enwiki"])
def test_a_wiki_is_known_by_its_replica_too(world, name):
    refused = ask(world, "open", x_toolgate_purpose="generate", x_toolgate_target_wiki=name)
    assert (refused.status, refused.code) == (403, "policy_denied")


@pytest.mark.parametrize("name", ["en", "wiki", "enwikipedia", "en_wiki", "enwiki_p_p", "none", "en.wikipedia.org"])
def test_a_name_that_no_wiki_has_is_refused(world, name):
    refused = ask(world, "open", x_toolgate_purpose="generate", x_toolgate_target_wiki=name)
    assert refused.status == 400 and "database name" in refused.json["error"]["message"]


@pytest.mark.parametrize("name, values", [
    ("x-toolgate-purpose", ["translate", "generate"]), ("x-toolgate-target-wiki", ["frwiki", "enwiki"]),
    ("x-toolgate-target-namespace", ["1", "0"]), ("x-toolgate-class", ["batch", "batch"]),
])
def test_what_rules_ask_about_is_said_once(world, name, values):
    connection = http.client.HTTPConnection("127.0.0.1", world.port, timeout=60)
    body = json.dumps({"model": "open", "messages": [{"role": "user", "content": "hello"}]}).encode()
    connection.putrequest("POST", "/v1/chat/completions")
    for header, value in [
        ("Authorization", f"Bearer {world.token}"), ("User-Agent", USER_AGENT), ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))), *((name, value) for value in values),
    ]:
        connection.putheader(header, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    error = json.loads(answer.read())["error"]
    connection.close()
    assert answer.status == 400 and error["message"] == f"{name} stands there more than once; send it once."


def test_what_a_wiki_asks_for_is_told_and_recorded(world):
    wanted = {"x_toolgate_purpose": "generate", "x_toolgate_target_wiki": "bnwiki"}
    answer = ask(world, "open", **wanted)
    assert answer.status == 200 and answer.headers["x-toolgate-reminders"] == "bnwiki-generated-pages"
    policy = record(world, answer)["policy"]
    assert (policy["rule"], policy["reminders"]) == ("open-models", ["bnwiki-generated-pages"])
    body = {"model": "open", "stream": True, "messages": [{"role": "user", "content": "hello"}]}
    stream = world.post(
        "/v1/chat/completions", body, world.token, **{name.replace("_", "-"): text for name, text in wanted.items()})
    assert stream.headers["x-toolgate-reminders"] == "bnwiki-generated-pages"
    # What is for no wiki has none, nor has what is refused.
    plain = ask(world, "open")
    assert "x-toolgate-reminders" not in plain.headers and record(world, plain)["policy"]["reminders"] == []
    refused = ask(world, "open", x_toolgate_purpose="generate", x_toolgate_target_wiki="enwiki")
    assert refused.status == 403 and "x-toolgate-reminders" not in refused.headers

    def explained(*more):
        return world.home.run(
            "policy", "explain", "--project", "demo", "--model", "open", "--purpose", "generate", *more).stdout

    rows = json.loads(explained("--target-wiki", "bnwiki", "--format", "json"))
    assert {"kind": "decision", "name": "reminders", "value": "bnwiki-generated-pages"} in rows
    assert {"kind": "rule", "name": "bnwiki-generated-pages", "value": "fits: remind"} in rows
    assert {"kind": "rule", "name": "commonswiki-generated-media", "value": "no: asks for target_wiki: commonswiki"} in rows
    (told,) = [row["value"] for row in rows if row["kind"] == "reminder"]
    assert "S15" in told and "2025-08-26" in told and told.endswith("/wiki/AI_policies_by_project")
    assert re.search(r"^bnwiki-generated-pages +Bengali Wikipedia may delete", explained("--target-wiki", "bnwiki"), re.M)
    assert re.search(r"^reminders +none$", explained("--target-wiki", "enwiki"), re.M)

    def page():
        connection = http.client.HTTPConnection("127.0.0.1", world.home.console, timeout=60)
        connection.request("GET", f"/r/{answer.headers['x-request-id']}")
        shown = connection.getresponse()
        text = shown.read().decode()
        connection.close()
        return text if shown.status == 200 else None

    assert "speedy deletion, S15" in eventually(page)
    # Without the reminder its id is all that there is.
    rules = world.home.directory / "Policies/rules/reminders.yaml"
    rules.write_text("schema: toolgate-rules/1\nrules: []\n")
    reload(world, lambda: "x-toolgate-reminders" not in ask(world, "open", **wanted).headers)
    text = eventually(page)
    assert "speedy deletion, S15" not in text and "bnwiki-generated-pages" in text
    assert "do not hold these words any more" in text


def test_open_weights_need_an_opt_in(world):
    refused = ask(world, "weights")
    assert refused.code == "policy_denied" and "(rule open-weights-need-opt-in)" in refused.json["error"]["message"]
    (world.home.directory / "Policies/opt-ins.yaml").write_text(
        "schema: toolgate-opt-ins/1\nopt_ins:\n  - {project: demo, tiers: [T3], task: T2, since: 2026-01-01}\n")
    reload(world, lambda: ask(world, "weights").status == 200)
    assert record(world, ask(world, "weights"))["policy"]["facts"] == ["opted_in=yes", "tier=T3"]
    assert ask(world, "weights", world.other).status == 403


def test_an_exception_is_for_one_project_and_stands_in_the_record(world):
    assert ask(world, "closed").code == "policy_denied"
    world.home.allow(certificate=CLOSED, name="trial-of-closed")
    reload(world, lambda: ask(world, "closed").status == 200)
    policy = record(world, ask(world, "closed"))["policy"]
    assert (policy["decision"], policy["exception"]) == ("allow_by_exception", "trial-of-closed")
    assert ask(world, "closed", world.other).status == 403
    # One that has ended lets nothing through.
    path = world.home.directory / "Policies/exceptions/trial-of-closed.yaml"
    path.write_text(re.sub(
        r"approved_on: .*\nexpires: .*", "approved_on: 2026-01-01\nexpires: 2026-02-01", path.read_text()))
    reload(world, lambda: ask(world, "closed").status == 403)


def test_a_reload_of_broken_rules_changes_nothing(world):
    rules = world.home.directory / "Policies/rules/default.yaml"
    rules.write_text(rules.read_text().replace("decision: deny", "decision: denny", 1))
    world.process.send_signal(signal.SIGHUP)
    eventually(lambda: "reload refused: rules/default.yaml:" in world.log.read_text())
    assert ask(world, "open", x_toolgate_purpose="generate", x_toolgate_target_wiki="enwiki").status == 403
    assert ask(world, "open").status == 200


def test_a_revocation_is_in_force_without_a_signal(world):
    assert ask(world, "open").status == 200
    (world.home.directory / "Policies/revocations.yaml").write_text(
        "schema: toolgate-revocations/1\nrevocations:\n"
        f"  - {{certificate: {OPEN}, on: 2026-11-20, reason: Wrong licence, task: T3}}\n")
    refused = eventually(lambda: answer if (answer := ask(world, "open")).status == 403 else None)
    assert "was revoked on 2026-11-20: Wrong licence (rule certificate-revoked)" in refused.json["error"]["message"]


@pytest.mark.parametrize("fault", ["exceptions/half.yaml", "toolgate.yaml", "watched.yaml"])
def test_a_revocation_waits_for_no_other_file_to_be_mended(world, fault):
    policies = world.home.directory / "Policies"
    (policies / "exceptions").mkdir(exist_ok=True)
    broken = (world.home.directory if fault == "toolgate.yaml" else policies) / fault
    kept = broken.read_text() if broken.exists() else None
    if fault == "toolgate.yaml":
        # By hand, since no command works on a home whose configuration cannot be read.
        broken.write_text("broken: [")
        (policies / "revocations.yaml").write_text(
            "schema: toolgate-revocations/1\nrevocations:\n"
            f"  - {{certificate: {OPEN}, on: 2026-11-20, reason: Wrong licence, task: T3}}\n")
    else:
        broken.write_text("broken: [")
        done = world.home.run("model", "revoke", OPEN, "--reason", "Wrong licence", "--task", "T3")
        (line,) = done.stderr.splitlines()
        assert line.startswith("toolgate: warning: other policies have ") and "toolgate policy check" in line
    refused = eventually(lambda: answer if (answer := ask(world, "open")).status == 403 else None)
    assert ": Wrong licence (rule certificate-revoked)" in refused.json["error"]["message"]
    assert ask(world, "weights").code == "policy_denied"
    lines = eventually(lambda: found if "revocations and suspensions are in force" in (found := world.log.read_text())
                       else None)
    assert "reload refused: " in lines
    with world.home.ledger() as ledger:
        ((entry,),) = ledger.execute("SELECT entry FROM governance WHERE kind = 'revocation'").fetchall()
    assert json.loads(entry)["reason"] == "Wrong licence"

    # Once it is mended the rest follows without a signal.
    world.home.allow(certificate=CLOSED, name="waiting")
    broken.unlink() if kept is None else broken.write_text(kept)
    eventually(lambda: ask(world, "closed").status == 200)
    assert ask(world, "open").status == 403


def test_a_revocation_is_not_taken_back_because_its_file_is_gone(world):
    revocations = world.home.directory / "Policies/revocations.yaml"
    world.home.run("model", "revoke", OPEN, "--reason", "Wrong licence", "--task", "T3")
    eventually(lambda: ask(world, "open").status == 403)
    checked = world.home.run("check", expect=None).stdout
    assert f"  certificate: revoked on {datetime.date.today()}" in checked and "; its calls are refused" in checked
    head = revocations.read_text().split("revocations:")[0]
    revocations.unlink()
    line = eventually(lambda: next(
        (line for line in world.log.read_text().splitlines() if "revocations.yaml is gone from" in line), None))
    assert "and 1 of its items revoke certificates; put it back" in line
    assert ask(world, "open").status == 403

    # A start knows it from the log alone, and tells no other story than `check`.
    world.stop()
    for command in ("serve", "check"):
        assert "revocations.yaml is gone from" in (said := world.home.run(command, expect=None)).stderr, said
        assert said.returncode != 0 and "and 1 of its items revoke certificates" in said.stderr
    revocations.write_text(head + "revocations: []\n")
    assert "is gone from" not in world.home.run("check", expect=None).stderr
    world.start()
    assert ask(world, "open").status == 200
    world.stop()
    # The log says since then that it was taken back.
    revocations.unlink()
    world.start()
    assert ask(world, "open").status == 200


def test_the_same_refusal_is_told_once(world):
    policies = world.home.directory / "Policies"
    broken = policies / "opt-ins.yaml"
    broken.write_text("broken: [")

    def refusals():
        return world.log.read_text().count("reload refused: opt-ins.yaml:")

    def revoke(certificate):
        """Until it is in force, and the files were looked at again several times."""
        world.home.run("model", "revoke", certificate, "--reason", "Wrong", "--task", "T3")
        served = {OPEN: "open", WEIGHTS: "weights"}[certificate]
        eventually(lambda: "certificate-revoked" in ask(world, served).body.decode())
        world.home.issue()
        token = world.home.issue()
        eventually(lambda: ask(world, "open", token).status == 403)

    revoke(OPEN)
    assert refusals() == 1
    revoke(WEIGHTS)
    assert refusals() == 2


def test_a_revocation_is_in_force_also_when_the_ledger_takes_no_word_of_it(world):
    with sqlite3.connect(world.home.directory / "ledger.sqlite") as ledger:
        ledger.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON governance BEGIN SELECT RAISE(ABORT, 'no room'); END")
    assert ask(world, "open").status == 200
    world.home.run("model", "revoke", OPEN, "--reason", "Wrong", "--task", "T3")
    eventually(lambda: "certificate-revoked" in ask(world, "open").body.decode())
    # It is in force before the ledger is asked, and what the ledger said is told after that.
    eventually(lambda: "could not be told what was withdrawn" in world.log.read_text())


def test_the_log_says_nothing_of_policies_that_were_not_put_in_force(world):
    def size():
        return int(world.home.run("log", "checkpoint").stdout.splitlines()[1])

    def publish():
        """One more leaf, so that all that stands before it is signed."""
        answer = ask(world, "open")
        eventually(lambda: world.get(
            answer.headers["x-toolgate-provenance"] + "/receipt", world.token).status == 200)
        return size()

    before = publish()
    settings = world.home.directory / "toolgate.yaml"
    kept = settings.read_text()
    settings.write_text(kept.replace("id: open\n", "id: open\n    api_key: {env: NOWHERE_TO_BE_FOUND}\n", 1))
    world.home.allow(certificate=CLOSED, name="not-in-force")
    world.process.send_signal(signal.SIGHUP)
    eventually(lambda: "reload refused" in world.log.read_text())
    assert publish() == before + 1
    # Once it is put in force, the exception and the revision have leaves.
    settings.write_text(kept)
    reload(world, lambda: ask(world, "closed").status == 200)
    assert publish() >= before + 4


@pytest.mark.parametrize("changed", [None, "rules", "region", "backend", "unpublished"])
def test_a_call_that_a_crash_cut_off_is_not_put_down_to_what_came_later(make_gateway, upstream, changed):
    gateway = make_gateway({"gated": "gate-0"}, start=False)
    settings = gateway.home.directory / "toolgate.yaml"
    if changed == "unpublished":
        settings.write_text(settings.read_text() + "provenance: {publish: false}\n")
    token = gateway.home.issue()
    gateway.start()
    thread = threading.Thread(target=lambda: pytest.raises(Exception, gateway.chat, "gated", token))
    thread.start()

    def open_calls():
        with gateway.home.ledger() as ledger:
            return ledger.execute(
                "SELECT count(*) FROM intent LEFT JOIN settlement USING (seq) WHERE settlement.seq IS NULL"
            ).fetchone()[0]

    eventually(lambda: open_calls() == 1)
    gateway.kill()
    thread.join()
    upstream.release()
    if changed == "rules":
        rules = gateway.home.directory / "Policies/rules/default.yaml"
        rules.write_text(rules.read_text() + "# Another revision.\n")
    elif changed in ("region", "backend"):
        word = {"region": "id: b0\n    region: eqiad\n", "backend": "id: other\n"}[changed]
        text = settings.read_text()
        assert "id: b0\n" in text
        settings.write_text(text.replace("id: b0\n", word))
    gateway.start()
    with gateway.home.ledger() as ledger:
        record = json.loads(ledger.execute("SELECT record FROM provenance ORDER BY seq DESC LIMIT 1").fetchone()[0])
    assert record["outcome"] == "recovered"
    assert (record["policy"]["rev"] is None) == (changed == "rules")
    known = (record["cert"]["id"], record["host"]["backend"], record["model"]["resolved"])
    is_known = changed not in ("rules", "region", "backend")
    assert known == ((CERTIFICATE, "b0", "upstream-name") if is_known else (None, None, None))


def test_a_record_tells_form_base_and_region_as_far_as_files_know_them(world):
    def facts(model):
        found = record(world, ask(world, model))
        return found["model"]["quant"], found["model"]["derived_from"], found["host"]["region"]

    nothing = {"id": None, "sha256": None}
    assert facts("open") == (None, nothing, None)
    home, models = world.home, world.home.directory / "Policies/models"
    path = models / f"{OPEN.replace('/', '--')}.yaml"
    text = path.read_text().replace("\nweights:\n", "\nweights:\n  quantization: Q4_K_M\n", 1)
    base = "HuggingFaceTB/SmolLM2-360M-Instruct"
    text = re.sub(r"^base_model: .*$", f"base_model: {base}", text, flags=re.M)
    assert "quantization" in text and base in text
    path.write_text(text)
    home.assess_anew(base)
    settings = home.directory / "toolgate.yaml"
    settings.write_text(settings.read_text().replace("  - id: open\n", "  - id: open\n    region: eqiad\n"))
    digest = hashlib.sha256((models / f"{base.replace('/', '--')}.yaml").read_bytes()).hexdigest()
    reload(world, lambda: facts("open") != (None, nothing, None))
    assert facts("open") == ("Q4_K_M", {"id": base, "sha256": f"sha256:{digest}"}, "eqiad")
    sheet = home.run("model", "show", OPEN).stdout
    assert re.search(r"^weights.quantization +Q4_K_M", sheet, re.M)


def test_an_alias_answers_for_its_model_and_never_for_a_wider_one(world):
    answer = ask(world, "any")
    assert answer.status == 200 and answer.headers["x-toolgate-model"].startswith("open@")
    model = record(world, answer)["model"]
    assert (model["requested"], model["resolved"]) == ("any", "upstream-open")
    models = {model["id"]: model["toolgate"] for model in world.get("/v1/models", world.token).json["data"]}
    assert models["any"]["alias_of"] == "open" and models["any"]["tier"] == "T2"
    assert "too-much" not in models and ask(world, "too-much").status == 404
    assert "promises at most tier T2, host local, and `weights` has tier T3" in world.home.run("check", expect=1).stderr


def test_explain_says_what_the_gateway_does(world):
    def explained(*more):
        done = world.home.run("policy", "explain", "--project", "demo", "--format", "json", *more)
        rows = json.loads(done.stdout)
        return {row["name"]: row["value"] for row in rows if row["kind"] == "decision"}, rows

    decision, rows = explained("--model", "open", "--purpose", "generate", "--target-wiki", "enwiki")
    refused = ask(world, "open", x_toolgate_purpose="generate", x_toolgate_target_wiki="enwiki")
    assert decision["decision"] == "deny" and decision["rule"] == "enwiki-article-text"
    assert refused.json["error"]["message"] == f"{decision['reason']} (rule {decision['rule']})"
    allowed = ask(world, "open", x_toolgate_purpose="translate", x_toolgate_target_wiki="enwiki")
    for name in ("x-toolgate-model", "x-toolgate-license", "x-toolgate-openness"):
        assert refused.headers[name] == allowed.headers[name], "a refusal names the model too"
    assert allowed.headers["x-toolgate-model"].startswith("open@")
    # There is no record of it.
    assert "x-toolgate-provenance" in allowed.headers and "x-toolgate-provenance" not in refused.headers
    assert "x-toolgate-model" not in ask(world, "nothing-here").headers
    assert {row["name"]: row["value"] for row in rows if row["kind"] == "fact"}["purpose"] == "generate"
    assert explained("--model", "open", "--purpose", "translate", "--target-wiki", "enwiki")[0]["decision"] == "allow"
    assert explained("--model", "any")[0]["rule"] == "open-models"
    # What is not served is asked about by its certificate.
    restricted = "facebook/nllb-200-distilled-600M"
    world.home.assess_anew(restricted)
    assert explained("--model", restricted)[0]["rule"] == "restricted-terms"
    assert "see `toolgate model list`" in world.home.run(
        "policy", "explain", "--project", "demo", "--model", "none/such", expect=1).stderr
    world.home.run("policy", "explain", "--project", "demo", "--model", "open", "--purpose", "cheat", expect=64)
    assert world.home.run("policy", "explain", "--project", "demo", "--model", "open").stderr == ""
    unknown = world.home.run("policy", "explain", "--project", "dmeo", "--model", "open", expect=1)
    assert unknown.stdout == "" and unknown.stderr.count("\n") == 1
    assert "there is no project 'dmeo': see `toolgate project list`" in unknown.stderr
    # One that is to come can be asked about before it is there.
    planned = world.home.run("policy", "explain", "--project", "planned", "--model", "open", "--unregistered")
    assert "open-models" in planned.stdout and planned.stderr == ""


def test_a_changed_policy_is_tried_on_the_calls_that_were_made(world, tmp_path):
    changed = tmp_path / "Policies"
    shutil.copytree(world.home.directory / "Policies", changed)

    def replay(*more):
        return world.home.run("policy", "replay", str(changed), "--period", period, *more).stdout

    seconds = record(world, ask(world, "open"))["t"]
    period = f"{datetime.datetime.fromtimestamp(seconds, datetime.UTC):%Y-%m}"
    assert replay().startswith(f"1 call in {period}: 0 would be refused")
    for _ in range(3):
        assert ask(world, "open", x_toolgate_purpose="search").status == 200
    assert ask(world, "open", x_toolgate_purpose="translate", x_toolgate_target_wiki="frwiki").status == 200
    assert replay().startswith(f"5 calls in {period}: 0 would be refused, 0 allowed by another rule")
    # A reminder decides nothing, so that calls are decided alike without it.
    (changed / "rules/reminders.yaml").unlink()
    assert replay().startswith(f"5 calls in {period}: 0 would be refused, 0 allowed by another rule")
    rules = changed / "rules/default.yaml"
    rules.write_text(rules.read_text().replace(
        "rules:\n", "rules:\n  - {id: no-search, decision: deny, why: No searching., when: {purpose: [search]}}\n", 1))
    assert replay().startswith(f"5 calls in {period}: 3 would be refused")
    (kind,) = json.loads(replay("--format", "json"))
    assert kind == {
        "calls": "3", "project": "demo", "model": "open", "purpose": "search", "target_wiki": None,
        "then": "open-models", "now": "no-search", "reason": "No searching."}
    calls = json.loads(replay("--format", "json", "--calls"))
    assert len({call["request"] for call in calls}) == 3 and all(c["request"].startswith("req_") for c in calls)
    # Nothing was changed by trying.
    assert ask(world, "open", x_toolgate_purpose="search").status == 200
    rules.write_text("rules: []\n")
    done = world.home.run("policy", "replay", str(changed), expect=65)
    assert "rules/default.yaml:1:" in done.stderr
    for command in (["replay", str(tmp_path / "none")],
                    ["explain", "--policies", str(tmp_path / "none"), "--project", "demo", "--model", "open"]):
        done = world.home.run("policy", *command, expect=69)
        assert done.stderr == f"toolgate: there is no directory {tmp_path / 'none'}; `toolgate init` makes one\n"
