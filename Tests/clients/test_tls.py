# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Both listeners over TLS, with a certificate that is made here."""

import http.client
import json
import ssl
import subprocess

import pytest

from helpers import USER_AGENT, eventually


@pytest.fixture
def certificate(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    return key, certificate


def ask(port, context, method, path, token=None, body=None):
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=context)
    try:
        headers = {"User-Agent": USER_AGENT, **({"Authorization": f"Bearer {token}"} if token else {})}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except OSError:
        return None, b""
    finally:
        connection.close()


def test_calls_and_metrics_come_over_tls(make_gateway, certificate):
    key, certificate = certificate
    gateway = make_gateway({"good": "events-5"}, start=False)
    settings = gateway.home.directory / "toolgate.yaml"
    settings.write_text(settings.read_text().replace(
        "listen:\n", f"listen:\n  tls: {{certificate: {certificate}, key: {key}}}\n", 1))
    context = ssl.create_default_context(cafile=certificate)
    gateway.is_ready = lambda: ask(gateway.port, context, "GET", "/readyz")[0] == 200
    gateway.start()
    token = gateway.home.issue()
    body = {"model": "good", "stream": True, "messages": [{"role": "user", "content": "hello"}]}
    eventually(lambda: ask(gateway.port, context, "GET", "/v1/models", token)[0] == 200)
    status, answer = ask(gateway.port, context, "POST", "/v1/chat/completions", token, body)
    assert status == 200 and answer.endswith(b"data: [DONE]\n\n")
    status, page = ask(gateway.home.console, context, "GET", "/metrics")
    assert status == 200 and b"toolgate_calls_total" in page
    # Neither speaks plain HTTP, and a client that does not know the certificate is not served.
    for port in (gateway.port, gateway.home.console):
        assert ask(port, ssl.create_default_context(), "GET", "/healthz")[0] is None
