# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Debian's Chromium without a window, and what it notices of a page: messages, requests, faults of accessibility."""

import contextlib
import importlib.resources
import os
import shutil

from playwright.sync_api import sync_playwright

AXE = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# WCAG 2.2, levels A and AA, and what axe-core counts as good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextlib.contextmanager
def chromium():
    # Root has no sandbox in a container.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield browser
        browser.close()


def sent(request):
    """A request as it goes over the network: what stands behind the # stays in the browser."""
    return {name: value for name, value in request.items() if name != "urlFragment"}


class Visit:
    """A page of one site, with everything that went over the network and into the browser's console."""

    def __init__(self, browser, port, **context):
        self.base = f"http://127.0.0.1:{port}"
        self.context = browser.new_context(base_url=self.base, **context)
        self.page = self.context.new_page()
        self.messages, self.requests = [], []
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        # Below the page: also what a script, a style or the browser itself asks for.
        self.devtools = self.context.new_cdp_session(self.page)
        self.devtools.send("Network.enable")
        self.devtools.on("Network.requestWillBeSent", lambda event: self.requests.append(sent(event["request"])))
        self.devtools.on("Network.webSocketCreated", lambda event: self.requests.append(event))

    def open(self, path):
        answer = self.page.goto(path)
        self.page.wait_for_load_state("networkidle")
        return answer

    @property
    def urls(self):
        return [request["url"] for request in self.requests]

    def overflow(self):
        """Pixels that stick out of the window at its side."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def faults(self):
        """What axe-core finds, one line each. The protocol of the developer tools is not held by the page's policy."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        return [
            f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for violation in found["violations"] for node in violation["nodes"]
        ]

    def close(self):
        self.context.close()
