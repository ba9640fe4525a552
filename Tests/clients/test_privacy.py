# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Secrets are planted wherever a client or a backend can put one; afterwards they must be found nowhere."""

import base64
import json

import pytest

from helpers import USER_AGENT, call, eventually

PROMPT, ANSWER, BAD_JSON, HEADER, WRONG_KEY, BACKEND_KEY, UPSTREAM_ERROR, MODEL, PATH, EMBEDDED = (
    f"planted{name}7f3a9c" for name in (
        "prompt", "answer", "badjson", "header", "wrongkey", "backendkey", "upstreamerror", "model", "path", "embedded"))

SCRIPTS = {
    "good": f"canary-{ANSWER}",
    "failing": f"status-500+canary-{UPSTREAM_ERROR}",
    "page": f"error-html+canary-{UPSTREAM_ERROR}",
    "garbage": f"ok-garbage+canary-{UPSTREAM_ERROR}",
    "frame": f"error-frame-1+canary-{UPSTREAM_ERROR}",
    "cut": f"cut-3+canary-{ANSWER}",
    "echo": "echo",
}


def forms(secret):
    """As it is, and as a careless dump may have it."""
    raw = secret.encode()
    # Of the three alignments of base64, what does not depend on its neighbours.
    encoded = [base64.b64encode(b"\0" * shift + raw)[4:-4] for shift in range(3)]
    return [raw, raw.hex().encode(), *encoded]


def places(gateway):
    """Everything that is left of a run: name and bytes. The configuration names the fake upstream's scripts itself."""
    for file in sorted(gateway.home.directory.rglob("*")):
        if file.is_file() and file.name != "toolgate.yaml":
            yield str(file.relative_to(gateway.home.directory)), file.read_bytes()
    yield "log", gateway.log.read_bytes()


def test_planted_secrets_are_found_nowhere(make_gateway, upstream):
    gateway = make_gateway(
        SCRIPTS, environment={"PLANTED_KEY": BACKEND_KEY}, keys={"api_key": "{env: PLANTED_KEY}"})
    token = gateway.home.issue()
    eventually(lambda: gateway.get("/v1/models", token).status == 200)
    others = []

    def chat(model, **members):
        return gateway.chat(model, token, text=f"tell me about {PROMPT}", **members)

    answered = chat("good")
    assert answered.status == 200 and ANSWER in answered.body.decode(), "the secret must have been on its way at all"
    assert ANSWER in chat("good", stream=True).body.decode()
    assert PROMPT in chat("echo").body.decode()
    assert gateway.post("/v1/embeddings", {"model": "good", "input": [EMBEDDED]}, token).status == 200
    summary = gateway.chat("toolgate/extractive-1", token, text=f"A sentence with {PROMPT} in it. Another sentence.")
    assert summary.status == 200
    sent = upstream.last(SCRIPTS["good"])
    assert any(header["value"] == f"Bearer {BACKEND_KEY}" for header in sent["headers"])
    assert token not in json.dumps(sent), "the caller's token must not reach a backend"

    for model in ("failing", "page", "garbage"):
        others.append(chat(model))
        assert others[-1].status >= 500
    for model in ("frame", "cut"):
        with pytest.raises(Exception):
            chat(model, stream=True)
    others.append(gateway.post("/v1/chat/completions", f'{{"model":"good","x":"{BAD_JSON}",}}'.encode(), token))
    others.append(gateway.post("/v1/chat/completions", f'{{"model":"good","{BAD_JSON}":1,"{BAD_JSON}":2}}'.encode(), token))
    others.append(gateway.post("/v1/chat/completions", {"model": "good", "messages": BAD_JSON}, token))
    others.append(gateway.chat("good", f"tg_{WRONG_KEY}"))
    others.append(gateway.chat("good", token[:-4] + WRONG_KEY))
    assert {answer.status for answer in others[-2:]} == {401}
    planted = {"X-Planted": HEADER, "Cookie": HEADER, "X-Forwarded-For": HEADER, "Referer": HEADER}
    call(gateway.port, "GET", "/v1/models", None,
         {"Authorization": f"Bearer {token}", "User-Agent": USER_AGENT, **planted})
    assert gateway.chat(MODEL, token).status == 404
    assert gateway.get(f"/v1/{PATH}", token).status == 404
    assert gateway.get(f"/v1/models/{MODEL}", token).status == 404

    metrics = call(gateway.home.console, "GET", "/metrics")
    usage = gateway.get("/v1/usage", token)
    record = gateway.get(f"/v1/provenance/{answered.headers['x-request-id']}", token)
    assert (metrics.status, usage.status, record.status) == (200, 200, 200)
    while_running = list(places(gateway))
    gateway.stop()

    found = []
    secrets = [
        PROMPT, ANSWER, BAD_JSON, HEADER, WRONG_KEY, BACKEND_KEY, UPSTREAM_ERROR, MODEL, PATH, EMBEDDED,
        token.split("_", 2)[2], gateway.home.admin_token.split("_", 2)[2],
    ]
    remains = [
        *while_running, *places(gateway), ("/metrics", metrics.body), ("/v1/usage", usage.body),
        ("provenance", record.body), *((f"error {answer.status}", answer.body) for answer in others),
    ]
    for name, content in remains:
        found += [f"{secret} in {name}" for secret in secrets if any(form in content for form in forms(secret))]
    assert not found
    names = [name for name, _ in remains]
    assert "ledger.sqlite" in names and "log" in names
