# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""SIGTERM while a call is under way that does not end in time: cut off, told so, and settled by the same process."""

import signal

import openai
import pytest


def test_stream_that_outlives_the_time_to_shut_down(make_gateway):
    gateway = make_gateway({"slow": "events-10+gate-3"}, start=False, shutdown_time="1s")
    token = gateway.home.issue()
    gateway.start()
    client = openai.OpenAI(base_url=f"{gateway.url}/v1", api_key=token, max_retries=0)
    seen = []
    with pytest.raises(openai.APIError) as failure:
        for chunk in client.chat.completions.create(
            model="slow", messages=[{"role": "user", "content": "Say some words."}], stream=True
        ):
            if not seen:
                gateway.process.send_signal(signal.SIGTERM)
            seen.append(chunk)
    assert failure.value.code == "draining"
    client.close()
    assert gateway.process.wait(timeout=40) == 0
    verified = gateway.home.run("ledger", "verify")
    assert "0 calls are not settled yet" in verified.stdout
    with gateway.home.ledger() as ledger:
        rows = ledger.execute("SELECT outcome, error_code, output_text FROM settlement").fetchall()
    assert [row[:2] for row in rows] == [("cut_off", "draining")]
    assert rows[0][2] > 0
