# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The llm command line (https://llm.datasette.io), set up as its documentation says for OpenAI-compatible services."""

import json
import os
import pathlib
import subprocess
import sys

import pytest


@pytest.fixture
def llm(shared, tmp_path):
    """Runs llm with a user directory of its own."""
    (tmp_path / "extra-openai-models.yaml").write_text(
        "- model_id: gateway\n"
        "  model_name: good\n"
        f"  api_base: {shared.gateway.url}/v1\n"
        "  api_key_name: toolgate\n"
    )
    (tmp_path / "keys.json").write_text(json.dumps({"toolgate": shared.token}))

    def run(*arguments):
        return subprocess.run(
            [str(pathlib.Path(sys.executable).parent / "llm"), *arguments],
            env={**os.environ, "LLM_USER_PATH": str(tmp_path)}, capture_output=True, text=True, timeout=60,
            stdin=subprocess.DEVNULL,
        )

    return run


@pytest.mark.parametrize("mode", [["--no-stream"], []], ids=["plain", "stream"])
def test_prompt_is_answered(llm, mode):
    done = llm("-m", "gateway", "--usage", *mode, "Say some words.")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "word0 word1 word2 word3 word4"
    assert "11 input, 5 output" in done.stderr


def test_wrong_key_is_told(llm):
    done = llm("-m", "gateway", "--key", "tg_wrong", "Say some words.")
    assert done.returncode != 0
    assert "401" in done.stderr and "not a Toolgate token" in done.stderr
