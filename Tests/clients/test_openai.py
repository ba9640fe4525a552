# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The openai client library against the gateway: what tools use today."""

import asyncio
import concurrent.futures

import openai
import pytest

from helpers import USER_AGENT, call, eventually

TEXT = "word0 word1 word2 word3 word4 "
MESSAGES = [{"role": "user", "content": "Say some words."}]
# As the fake upstream makes them.
VECTOR = [-0.5, -0.390625, -0.28125, -0.171875, -0.0625, 0.046875, 0.15625, 0.265625]


@pytest.fixture
def client(shared):
    return openai.OpenAI(base_url=f"{shared.gateway.url}/v1", api_key=shared.token, max_retries=0)


def ask(client, model="good", **more):
    return client.chat.completions.create(model=model, messages=MESSAGES, **more)


def test_chat_is_answered_and_metered(client):
    answer = ask(client)
    assert answer.choices[0].message.content == TEXT
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (11, 5)


def test_every_answer_carries_its_provenance(client, shared):
    raw = client.chat.completions.with_raw_response.create(model="good", messages=MESSAGES)
    assert raw.headers["x-request-id"].startswith("req_")
    assert raw.headers["request-id"] == raw.headers["x-request-id"]
    assert "Apache-2.0" in raw.headers["x-toolgate-license"]
    assert raw.headers["x-toolgate-openness"] in {"meets", "likely_meets", "unknown", "fails"}
    record = shared.gateway.get(f"/v1/provenance/{raw.headers['x-request-id']}", shared.token)
    assert record.status == 200
    assert TEXT.strip() not in record.body.decode()


def test_stream_without_usage_shows_none(client, shared):
    chunks = list(ask(client, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == TEXT
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert all(chunk.usage is None for chunk in chunks)
    assert '"include_usage":true' in shared.upstream.last("events-5")["body"].replace(" ", "")


def test_stream_with_usage_ends_with_it(client):
    chunks = list(ask(client, stream=True, stream_options={"include_usage": True}))
    assert chunks[-1].choices == []
    assert (chunks[-1].usage.prompt_tokens, chunks[-1].usage.completion_tokens) == (11, 5)
    assert all(chunk.usage is None for chunk in chunks[:-1])


@pytest.mark.parametrize("model", ["good", "floats"])
@pytest.mark.parametrize("encoding", [openai.omit, "float", "base64"])
def test_embeddings_in_every_encoding_from_every_backend(client, model, encoding):
    answer = client.embeddings.create(model=model, input=["a", "b"], encoding_format=encoding)
    assert len(answer.data) == 2
    if encoding == "base64":
        assert isinstance(answer.data[0].embedding, str)
    else:
        assert answer.data[0].embedding == VECTOR
    assert answer.usage.prompt_tokens == 22


def test_models_are_listed_with_their_licences(client):
    models = {model.id: model for model in client.models.list()}
    assert {"good", "toolgate/extractive-1", "lost/with:colon"} <= models.keys()
    assert "Apache-2.0" in str(models["good"].toolgate["license"])


@pytest.mark.parametrize("model", ["toolgate/extractive-1", "lost/with:colon"])
def test_model_with_slash_or_colon_is_found(client, model):
    assert client.models.retrieve(model).id == model


def test_embedded_model_summarises(client):
    text = "The river is long. The river crosses three countries. Boats sail on the river. A cat sleeps."
    answer = client.chat.completions.create(
        model="toolgate/extractive-1", max_tokens=40, messages=[{"role": "user", "content": text}])
    assert "river" in answer.choices[0].message.content
    assert answer.usage.completion_tokens > 0


def test_async_client(shared):
    async def main():
        async with openai.AsyncOpenAI(
            base_url=f"{shared.gateway.url}/v1", api_key=shared.token, max_retries=0
        ) as client:
            plain = await client.chat.completions.create(model="good", messages=MESSAGES)
            stream = await client.chat.completions.create(model="good", messages=MESSAGES, stream=True)
            return plain.choices[0].message.content, [chunk async for chunk in stream]

    text, chunks = asyncio.run(main())
    assert text == TEXT
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_bad_request(client):
    with pytest.raises(openai.BadRequestError) as failure:
        client.chat.completions.create(model="good", messages="not a list")
    assert failure.value.type == "invalid_request_error"
    assert failure.value.param == "messages"
    assert failure.value.response.headers["x-request-id"]


@pytest.mark.parametrize("key", ["nonsense", "tg_0000000000_" + "0" * 49])
def test_authentication_error(shared, key):
    client = openai.OpenAI(base_url=f"{shared.gateway.url}/v1", api_key=key, max_retries=0)
    with pytest.raises(openai.AuthenticationError) as failure:
        ask(client)
    assert failure.value.code == "invalid_api_key"


def test_token_with_one_character_changed(client, shared):
    for place in (5, 20, len(shared.token) - 1):
        changed = shared.token[:place] + ("a" if shared.token[place] != "a" else "b") + shared.token[place + 1:]
        with pytest.raises(openai.AuthenticationError):
            ask(client.with_options(api_key=changed))


def test_permission_denied_without_the_scope(client, shared):
    token = shared.home.issue("demo", "reader", "--scope", "read")
    reader = client.with_options(api_key=token)

    def is_known():
        try:
            return reader.models.list()
        except openai.AuthenticationError:
            return None

    eventually(is_known)
    with pytest.raises(openai.PermissionDeniedError) as failure:
        ask(reader)
    assert failure.value.code == "scope_denied"


def test_permission_denied_without_user_agent(shared):
    body = {"model": "good", "messages": MESSAGES}
    authorization = {"Authorization": f"Bearer {shared.token}"}
    refused = call(shared.gateway.port, "POST", "/v1/chat/completions", body, authorization)
    assert (refused.status, refused.code) == (403, "missing_user_agent")
    taken = call(
        shared.gateway.port, "POST", "/v1/chat/completions", body, {**authorization, "Api-User-Agent": USER_AGENT})
    assert taken.status == 200


def test_unknown_model_is_not_found(client):
    with pytest.raises(openai.NotFoundError) as failure:
        ask(client, model="no-such-model")
    assert failure.value.code == "model_not_found"


def test_too_many_at_once_is_a_rate_limit(client, shared):
    """The project may have four calls under way; the four stand at the upstream's gate."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        waiting = [pool.submit(ask, client, "gated") for _ in range(4)]
        try:
            eventually(lambda: shared.upstream.seen["gated"] == 4)
            with pytest.raises(openai.RateLimitError) as failure:
                ask(client)
            assert failure.value.code == "concurrency_exceeded"
        finally:
            shared.upstream.release()
        assert all(call.result().choices[0].finish_reason == "stop" for call in waiting)
    assert ask(client).choices[0].message.content == TEXT


@pytest.mark.parametrize(
    "model, status, code",
    [("broken", 502, "upstream_error"), ("refusing", 502, "upstream_rejected")],
)
def test_failing_upstream_is_an_internal_server_error(client, model, status, code):
    with pytest.raises(openai.InternalServerError) as failure:
        ask(client, model=model)
    assert (failure.value.status_code, failure.value.code) == (status, code)


def test_limit_of_the_upstream_is_retried_by_the_client(client, shared):
    before = shared.upstream.seen["requestsByScript"].get("status-429+retry-after-1", 0)
    with pytest.raises((openai.RateLimitError, openai.InternalServerError)):
        ask(client.with_options(max_retries=1), model="limited")
    assert shared.upstream.seen["requestsByScript"]["status-429+retry-after-1"] == before + 2


@pytest.mark.parametrize("model", ["frame", "cut"])
def test_stream_that_breaks_raises_in_mid_stream(client, model):
    seen = []
    with pytest.raises(openai.APIError) as failure:
        for chunk in ask(client, model=model, stream=True):
            seen.append(chunk)
    assert len(seen) >= 2
    assert not isinstance(failure.value, openai.APIStatusError)


@pytest.mark.parametrize("model", ["frame", "cut"])
def test_stream_that_breaks_also_aborts_the_body(client, model):
    """A reader that knows nothing of error frames must not take the end for a success."""
    with client.chat.completions.with_streaming_response.create(model=model, messages=MESSAGES, stream=True) as raw:
        body = b""
        with pytest.raises(Exception) as failure:
            for piece in raw.iter_bytes():
                body += piece
    assert type(failure.value).__name__ in {"APIConnectionError", "RemoteProtocolError", "ReadError"}
    assert b'data: {"error":' in body
    assert b"[DONE]" not in body.split(b'data: {"error":')[0]


def test_gateway_that_is_gone_is_a_connection_error(client):
    gone = client.with_options(base_url="http://127.0.0.1:9/v1")
    with pytest.raises(openai.APIConnectionError):
        ask(gone)
