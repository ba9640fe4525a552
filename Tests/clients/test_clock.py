# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""That the programs go by the clock of `clock.py`."""

import datetime
import json

from clock import TO_NOON


def whole_seconds():
    return int((datetime.datetime.now(datetime.UTC) + TO_NOON).timestamp())


def test_commands_and_gateway_go_by_the_clock_of_the_tests(make_gateway):
    before = whole_seconds()
    gateway = make_gateway({"good": "normal"}, start=False)
    token = gateway.home.issue()
    gateway.start()
    (row,) = json.loads(gateway.home.run("audit", "--newest", "1", "--format", "json").stdout)
    issued = datetime.datetime.fromisoformat(row["at"]).timestamp()
    answer = gateway.chat("good", token)
    served = gateway.get(answer.headers["x-toolgate-provenance"], token).json["t"]
    assert before <= int(issued) <= served <= whole_seconds()
