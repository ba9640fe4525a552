# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The public pages in a real browser: without a script, from right to left, narrow, dark, by keyboard, and the comparison
of a text with a record."""

import base64
import json
import os
import pathlib
import signal
import time
import types
import unicodedata

import pytest
from playwright.sync_api import expect

from browser import Visit, chromium
from helpers import Gateway, Home, call, eventually

QUESTION = "Le café est situé à Genève. Le théâtre est fermé. Le café est aimé à Genève. Où est le théâtre à Genève ?"
CERTIFICATE = "/models/swiss-ai/Apertus-8B-Instruct-2509"
REVOCATION = """schema: toolgate-revocations/1
revocations:
  - certificate: toolgate/extractive-1
    on: 2026-01-02
    reason: "a test took it back"
    task: T1
"""


def receipt_of(gateway, token, request):
    answer = eventually(
        lambda: (got := gateway.get(f"/v1/provenance/{request}/receipt", token)).status == 200 and got)
    text = answer.body.decode()
    return text, json.loads(base64.b64decode(text.splitlines()[1].removeprefix("extra ")))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A gateway of its own with two answers of the built-in model and their receipts."""
    directory = tmp_path_factory.mktemp("pages")
    home = Home(directory / "home")
    home.configure()
    home.add_project()
    token = home.issue()
    gateway = Gateway(home, directory / "gateway.log").start()
    answers = []
    for question in (QUESTION, "Bäume blühen. Bäume blühen schön. Häuser stehen."):
        answer = gateway.post(
            "/v1/chat/completions", {"model": "toolgate/extractive-1", "messages": [{"role": "user", "content": question}]},
            token, x_toolgate_purpose="summarize", x_toolgate_target_wiki="frwiki")
        assert answer.status == 200, answer.body
        request = answer.headers["x-request-id"]
        receipt, extra = receipt_of(gateway, token, request)
        answers.append(types.SimpleNamespace(
            text=answer.json["choices"][0]["message"]["content"], receipt=receipt, salt=extra["salt_out"],
            question=question, id=request.removeprefix("req_")))
    first, second = answers
    assert unicodedata.normalize("NFD", first.text) != first.text
    yield types.SimpleNamespace(
        gateway=gateway, home=home, token=token, port=home.console, first=first, second=second,
        record=f"/r/{first.id}", link=f"/r/{first.id}#{first.salt}")
    gateway.stop()


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser, site):
    """Opens a page in a window of its own and keeps a picture of it where TOOLGATE_SCREENSHOTS says."""
    visits = []

    def open_page(path, **context):
        context.setdefault("viewport", {"width": 1280, "height": 900})
        visit = Visit(browser, site.port, **context)
        visits.append(visit)
        visit.answer = visit.open(path)
        return visit

    yield open_page
    for visit in visits:
        visit.close()


def keep(visit, name):
    folder = os.environ.get("TOOLGATE_SCREENSHOTS")
    if folder:
        visit.page.screenshot(path=pathlib.Path(folder) / f"{name}.png", full_page="models" not in name)


PAGES = {
    "models": "/models", "models-sorted": "/models?q=apache&sort=tier&order=desc", "certificate": CERTIFICATE,
    "closed": "/models/openai/gpt-4o-mini", "derived": "/models/deepseek-ai/DeepSeek-R1-Distill-Llama-8B",
    "record": "{record}", "lookup": "/r", "missing": "/models/none",
}


# One of each kind; axe-core needs seconds for the whole catalogue.
KINDS = [name for name in PAGES if name not in ("models-sorted", "closed", "missing")]


def path_of(name, site, language=None):
    path = PAGES[name].format(record=site.record)
    return path if language is None else path + ("&" if "?" in path else "?") + f"uselang={language}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_asks_nobody_else(visit, site, name, scheme):
    seen = visit(path_of(name, site), color_scheme=scheme)
    assert seen.answer.status == (404 if name == "missing" else 200)
    assert all(url.startswith(seen.base) for url in seen.urls), seen.urls
    # A page that is not there is the one thing that the browser may complain about.
    assert [line for line in seen.messages if "404" not in line] == []
    assert seen.overflow() == 0
    dark = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (dark == "rgb(255, 255, 255)") == (scheme == "light")
    keep(seen, f"{name}-{scheme}")
    assert seen.faults() == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", KINDS)
def test_a_page_can_be_read_from_right_to_left(visit, site, name, width):
    seen = visit(path_of(name, site, "ar-x-pseudo"), viewport={"width": width, "height": 900})
    assert seen.page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar-x-pseudo"]
    assert seen.overflow() == 0
    # What begins a line stands at the right.
    heading = seen.page.locator("h1").bounding_box()
    assert heading["x"] + heading["width"] == pytest.approx(width - (32 if width > 1248 else 16), abs=1)
    keep(seen, f"{name}-rtl-{width}")
    assert seen.faults() == []


@pytest.mark.parametrize("name", KINDS)
def test_a_page_fits_a_narrow_screen(visit, site, name):
    seen = visit(path_of(name, site), viewport={"width": 320, "height": 800})
    assert seen.overflow() == 0
    outside = seen.page.evaluate(
        "() => [...document.querySelectorAll('main *')].filter(e => e.checkVisibility()"
        " && !e.closest('pre, thead, .unseen') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML)")
    assert outside == []
    keep(seen, f"{name}-narrow")
    assert seen.faults() == []


def test_without_a_script_everything_but_the_comparison_works(visit, site):
    seen = visit("/models", java_script_enabled=False)
    seen.page.get_by_role("searchbox").fill("Apertus 70B")
    seen.page.get_by_role("button", name="Show").click()
    assert "q=Apertus+70B" in seen.page.url and seen.page.locator("tbody tr").count() == 1
    seen.page.get_by_role("link", name="Tier").click()
    assert "sort=tier" in seen.page.url and "q=Apertus" in seen.page.url
    assert seen.page.locator("th[aria-sort=ascending]").inner_text().startswith("Tier")
    seen.page.goto(site.link)
    assert seen.page.get_by_text("run the command below with the receipt").is_visible()
    assert not seen.page.locator("#check-box").is_visible() and not seen.page.locator("#copy").is_visible()
    assert site.first.id in seen.page.get_by_label("Line for the edit summary").input_value()
    keep(seen, "record-without-script")


def test_the_keyboard_reaches_everything(visit, site):
    seen = visit("/models")
    page = seen.page
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    assert page.locator(":focus").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("pythia")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=pythia**")
    page.get_by_role("link", name="Verdict").focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=verdict**")

    page.goto(site.link)
    page.locator("#check-text").focus()
    page.keyboard.insert_text(site.first.text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert result(page) == "Yes: this is the answer of this record, character for character."


def result(page):
    """What the comparison says, once it has said something."""
    expect(page.locator("#check-result")).not_to_be_empty()
    return page.locator("#check-result").inner_text()


def compare(seen, text):
    seen.page.locator("#check-text").fill(text)
    seen.page.locator("#check-run").click()
    return result(seen.page)


YES, NO = "Yes: this is the answer", "No: this is not the text"


@pytest.mark.parametrize("spelling, verdict", [
    (lambda text: text, YES),
    (lambda text: text + "\n", YES),
    (lambda text: unicodedata.normalize("NFD", text), YES),
    (lambda text: unicodedata.normalize("NFD", text) + "\n", YES),
    (lambda text: text + "\n\n", NO),
    (lambda text: text + " ", NO),
    (lambda text: text[:-1], NO),
    (lambda text: text.replace("é", "e", 1), NO),
    (lambda text: text.swapcase(), NO),
    (lambda text: "", "Paste a text first."),
], ids=["exact", "newline", "nfd", "nfd-newline", "two-newlines", "space", "cut", "accent", "case", "empty"])
def test_a_text_is_compared_in_the_browser_and_nothing_is_sent(visit, site, spelling, verdict):
    seen = visit(site.link)
    loaded = len(seen.requests)
    assert seen.page.get_by_text("The key for the comparison came with the link").is_visible()
    assert compare(seen, spelling(site.first.text)).startswith(verdict)
    seen.page.wait_for_load_state("networkidle")
    assert seen.requests[loaded:] == []
    everything = json.dumps(seen.requests)
    assert site.first.salt not in everything and site.first.text[:20] not in everything
    assert seen.messages == []


def test_the_page_could_not_send_anything_if_it_wanted_to(visit, site):
    seen = visit(site.link)
    loaded = len(seen.requests)
    for attempt in (
        "fetch('/healthz').then(() => 'sent', () => 'blocked')",
        "new Promise(done => { const i = new Image(); i.onload = () => done('sent'); i.onerror = () => done('blocked');"
        " i.src = 'http://127.0.0.1:9/x.png'; })",
        "(() => { try { new WebSocket('ws://127.0.0.1:9/').close(); return 'tried'; } catch { return 'blocked'; } })()",
        "navigator.sendBeacon('/healthz', 'x') ? 'tried' : 'blocked'",
    ):
        assert seen.page.evaluate(attempt) in ("blocked", "tried")
    sent = [request for request in seen.requests[loaded:] if "/healthz" in request.get("url", "")]
    answered = eventually(lambda: len(seen.messages) >= 3 and seen.messages)
    assert all("Content Security Policy" in line for line in answered), answered
    assert sent == []


@pytest.mark.parametrize("fragment, words", [
    ("", "The key for the comparison is missing"),
    ("#", "The key for the comparison is missing"),
    ("#abc", "is not a whole key of 64 digits"),
    ("#" + "g" * 64, "is not a whole key of 64 digits"),
    ("#%zz", "is not a whole key of 64 digits"),
    ("#" + "0" * 64, NO),
])
def test_a_link_without_its_key_says_so(visit, site, fragment, words):
    assert words in compare(visit(site.record + fragment), site.first.text)


def open_receipt(seen, text, name="answer.tlog-proof"):
    seen.page.set_input_files("#check-receipt", {"name": name, "mimeType": "text/plain", "buffer": text.encode()})


def test_a_receipt_is_opened_in_the_browser(visit, site):
    seen = visit(site.record)
    loaded = len(seen.requests)
    open_receipt(seen, site.first.receipt)
    assert compare(seen, site.first.text).startswith(YES)
    keep(seen, "record-match")
    question = json.dumps([{"role": "user", "content": site.first.question}], ensure_ascii=False)
    assert compare(seen, question).startswith("Yes: this is what the model was asked")
    assert compare(seen, "something else").startswith(NO)
    assert seen.page.locator("#check-result").get_attribute("data-state") == "bad"
    keep(seen, "record-no-match")
    assert seen.faults() == []
    assert seen.requests[loaded:] == []


def test_a_receipt_can_be_pasted(visit, site):
    seen = visit(site.record)
    seen.page.get_by_text("Paste the receipt instead").click()
    seen.page.get_by_label("Receipt", exact=True).fill(site.first.receipt)
    assert compare(seen, site.first.text).startswith(YES)


def changed_record(receipt):
    """The receipt with another commitment in it, as a site that lies would have to fear."""
    lines = receipt.splitlines(keepends=True)
    extra = json.loads(base64.b64decode(lines[1].removeprefix("extra ")))
    extra["record"]["out"] = "hmac-sha256:" + "0" * 64
    lines[1] = "extra " + base64.b64encode(json.dumps(extra).encode()).decode() + "\n"
    return "".join(lines)


@pytest.mark.parametrize("make, words", [
    (lambda site: site.second.receipt, "This is the receipt of another record."),
    (lambda site: "hello", "This is not a receipt"),
    (lambda site: site.first.receipt.replace("extra ", "extra !", 1), "This is not a receipt"),
    (lambda site: "c2sp.org/tlog-proof@v1\nextra bnVsbA==\n", "This is not a receipt"),
    (lambda site: changed_record(site.first.receipt), "The receipt says something else than this page."),
    (lambda site: "x" * (2 << 20) + "x", "The file is larger than any receipt."),
], ids=["other", "junk", "base64", "null", "changed", "large"])
def test_a_receipt_that_is_none_or_another_is_told_apart(visit, site, make, words):
    seen = visit(site.link)
    open_receipt(seen, make(site))
    assert words in compare(seen, site.first.text)


def test_a_form_that_the_page_does_not_know_is_told_from_another_text(visit, site):
    seen = visit(site.link)
    box = seen.page.locator("#check-box")
    assert compare(seen, site.first.text).startswith(YES)
    for form in ("text", "json", "tool_calls"):
        box.evaluate("(box, form) => { box.dataset.outForm = form; }", form)
        assert compare(seen, site.first.text + " ").startswith(NO)
    box.evaluate("(box) => { box.dataset.outForm = 'braille'; }")
    assert compare(seen, site.first.text).startswith("The record was written by a newer gateway")


def test_without_cryptography_the_page_names_the_other_way(visit, site):
    seen = visit("/r")
    seen.page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    seen.page.goto(site.link)
    assert "The browser offers no cryptography" in compare(seen, site.first.text)


def test_the_line_for_an_edit_summary_is_copied(browser, visit, site):
    seen = visit(site.record, permissions=["clipboard-read", "clipboard-write"])
    seen.page.get_by_role("button", name="Copy").click()
    expect(seen.page.locator("#copied")).to_have_text("Copied.")
    line = seen.page.evaluate("navigator.clipboard.readText()")
    assert line == f"AI: extractive-1 rev 1.0.0 (summarize) receipt {site.first.id}"


def test_a_page_is_in_the_language_of_the_browser_or_of_the_address(site):
    for header, language in ((None, "en"), ("xx", "en"), ("en-GB, fr", "en")):
        answer = call(site.port, "GET", "/models", None, {"Accept-Language": header} if header else {})
        assert answer.headers["content-language"] == language and answer.headers["vary"] == "accept-language"
    assert b"(models-title)" in call(site.port, "GET", "/models?uselang=qqx").body


def test_records_are_public_and_nothing_else_is_found(site):
    record = call(site.port, "GET", f"{site.record}.json")
    assert record.status == 200 and record.json["id"] == site.first.id
    assert call(site.port, "HEAD", site.record).status == 200
    for path in ("/r/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/r/x", "/r/../etc/passwd", "/models/%00", "/assets/../en.json", "/log/x"):
        answer = call(site.port, "GET", path)
        assert answer.status == 404 and answer.headers["content-type"].startswith("text/html"), path


def test_a_certificate_that_is_revoked_shows_on_old_records_at_once(visit, site):
    seen = visit(site.record)
    assert seen.page.locator(".alarm").count() == 0
    export = lambda: call(site.port, "GET", "/models?format=cyclonedx").body
    first, second = export(), int(time.time())
    # It says when it was written, so that one that is written anew would be another.
    eventually(lambda: int(time.time()) > second)
    assert export() == first
    policies = site.home.directory / "Policies/revocations.yaml"
    policies.write_text(REVOCATION)
    try:
        site.gateway.process.send_signal(signal.SIGHUP)
        eventually(lambda: b'class="alarm"' in call(site.port, "GET", site.record).body)
        assert b"2026-01-02" in export() and b"2026-01-02" not in first
        seen.open(site.record)
        assert "revoked on 2026-01-02: a test took it back" in seen.page.locator(".alarm").inner_text()
        keep(seen, "record-revoked")
        assert seen.faults() == []
        seen.open("/models/toolgate/extractive-1")
        assert "revoked on 2026-01-02" in seen.page.locator(".alarm").inner_text()
        assert seen.page.locator(".use").inner_text() == "No"
    finally:
        # That the file is gone would not take it back.
        policies.write_text("schema: toolgate-revocations/1\nrevocations: []\n")
        site.gateway.process.send_signal(signal.SIGHUP)
        eventually(lambda: b'class="alarm"' not in call(site.port, "GET", site.record).body)
        policies.unlink()
