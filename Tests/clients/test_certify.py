# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The way of a model to a certificate on the command line: import, answers, two signatures, and back again."""

import base64
import datetime
import hashlib
import http.server
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import threading

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519

from clock import TODAY
from helpers import CERTIFICATE, ROOT, TOOLGATE, Home, eventually

COMMIT = "c" * 40
LICENSE_URL = "https://models.example/small/LICENSE"
LICENSE = "Apache License\nVersion 2.0\n\nLicensed to anybody under\n  the Apache License.\n"
CARD = """\
---
license: apache-2.0
language: [en]
pipeline_tag: text-generation
datasets: [example/texts]
---
# Small
"""


def gguf(**keys):
    """The header of a GGUF file with text values and one tensor of 2 × 3 numbers."""

    def text(value):
        return struct.pack("<Q", len(value.encode())) + value.encode()

    body = b"GGUF" + struct.pack("<IQQ", 3, 1, len(keys))
    for key, value in keys.items():
        body += text("general." + key) + struct.pack("<I", 8) + text(value)
    return body + text("t") + struct.pack("<IQQIQ", 2, 2, 3, 0, 0) + b"\0" * 64


def said(answer, quote="so it stands there", url="https://models.example/small", **more):
    return {"answer": answer, "url": url, "quote": quote, **more}


def full(**changes):
    """Answers that leave nothing open, and nothing to wish for."""
    code = said("yes", license="Apache-2.0", commit=COMMIT)
    answers = {
        "params.terms": said("Apache-2.0", quote="Licensed to anybody under the Apache License.", url=LICENSE_URL),
        "params.extra_terms": said("none"),
        "params.explicit_release": said("yes"),
        "params.intermediate_checkpoints": said("no"),
        "base_model": said("none"),
        "distilled_from": said("none"),
        **{f"code.{part}": code for part in ("preprocessing", "training", "inference", "support", "architecture")},
        "code.hyperparameters": said("yes"),
        "data.tier": said("D3"),
        "data.stages": said(["pretrain"]),
        "data.inventory": {
            "url": "https://models.example/small", "quote": "trained on these",
            "items": [{
                "name": "example/texts", "kind": "open", "stage": "pretrain", "url": "https://data.example/texts",
            }],
        },
        "data.processing": said("yes"),
        "data.labelling": said("no"),
        "data.information_license": said("Apache-2.0"),
        "data.complete": said("yes"),
        "data.flags": said("none"),
    }
    return {**answers, **{key.replace("__", "."): value for key, value in changes.items()}}


class Desk:
    """A home, and the files that a certifier has beside it."""

    def __init__(self, directory):
        self.home = Home(directory / "home")
        self.directory = directory
        self.policies = self.home.directory / "Policies"
        self.model = directory / "model"
        self.model.mkdir()
        (self.model / "model.safetensors").write_bytes(b"weights")
        self.card = self.write("README.md", CARD)
        self.license = self.write("LICENSE", LICENSE)

    def write(self, name, text):
        path = self.directory / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def answers(self, answers, name="answers.yaml"):
        # JSON is YAML too.
        return self.write(name, json.dumps({"schema": "toolgate-answers/1", "answers": answers}, indent=1))

    def import_(self, id="example/small", expect=0):
        return self.home.run(
            "model", "import", "--card", str(self.card), "--directory", str(self.model), "--id", id,
            "--revision", COMMIT, expect=expect,
        )

    def certify(self, *arguments, answers=None, id="example/small", expect=0):
        given = ("--answers", str(self.answers(answers))) if answers is not None else ()
        return self.home.run("model", "certify", id, *given, *map(str, arguments), expect=expect)

    def key(self, name):
        self.home.run("key", "new", "--name", name, "--add")
        return self.home.directory / "keys" / f"{name}.key"

    def certificate(self, id="example/small"):
        return self.policies / "models" / f"{id.replace('/', '--')}.yaml"

    def signatures(self, id="example/small"):
        return self.policies / "signatures" / f"{id.replace('/', '--')}.yaml"

    def listed(self, id="example/small"):
        rows = json.loads(self.home.run("model", "list", "--format", "json").stdout)
        (row,) = [row for row in rows if row["certificate"] == id]
        return row

    @property
    def certified(self):
        """A certificate that nobody has signed."""
        self.import_()
        self.certify("--text", f"{LICENSE_URL}={self.license}", answers=full())
        return self


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def one_line(done):
    (line,) = done.stderr.splitlines()
    return line


def state(directory):
    return {
        str(path.relative_to(directory)): path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()
    }


def test_a_file_is_no_directory_of_a_model(desk):
    desk.model = next(path for path in desk.model.iterdir() if path.is_file())
    done = desk.import_(expect=65)
    assert f"{desk.model}: is one file; --directory takes the directory of a model" in done.stderr


def test_the_whole_way_from_files_to_a_certificate_that_two_people_signed(desk):
    small = desk.write("small.gguf", gguf(name="Small", architecture="llama", license="apache-2.0"))
    done = desk.home.run(
        "model", "import", "--card", str(desk.card), "--gguf", str(small), "--directory", str(desk.model),
        "--id", "example/small", "--revision", COMMIT,
    )
    assert "declared licence: `apache-2.0` (README.md, license, line 2)" in done.stdout
    assert "architecture: llama (small.gguf, general.architecture)" in done.stdout
    assert hashlib.sha256(b"weights").hexdigest() in done.stdout
    assert "license_tag_only" in done.stdout
    assert re.search(r"^  1\. params\.terms: .* Wanted: ", done.stdout, re.M)
    draft = desk.home.directory / "drafts" / "example--small.yaml"
    assert "OPEN code.training" in draft.read_text()
    # A draft is no certificate.
    desk.home.run("policy", "check")
    assert "example/small" not in desk.home.run("model", "list").stdout

    first, second = desk.key("certifier-a"), desk.key("certifier-b")
    done = desk.certify("--text", f"{LICENSE_URL}={desk.license}", "--key", first, answers=full())
    assert "Terms gate: at best meets, T1." in done.stdout
    assert "Verdict: likely_meets, T2." in done.stdout
    assert "only one certifier has signed" in done.stdout
    assert "SIGHUP" in done.stdout
    assert not draft.exists()
    certificate = desk.certificate().read_text()
    assert f"sha256: \"{hashlib.sha256(LICENSE.encode()).hexdigest()}\"" in certificate
    assert f"sha256: \"{hashlib.sha256(b'weights').hexdigest()}\"" in certificate
    assert f"expires: {TODAY + datetime.timedelta(days=180)}\n" in certificate

    done = desk.certify("--sign-only", "--key", second)
    assert "Verdict: meets, T1." in done.stdout
    assert "signed by 2 certifiers" in done.stdout
    assert desk.listed()["verdict"] == "meets"
    assert desk.certificate().read_text() == certificate


def test_what_is_missing_is_listed_and_nothing_is_written(desk):
    desk.import_()
    before = state(desk.home.directory)
    done = desk.certify(expect=1)
    assert "Terms gate: at best unknown" in done.stdout
    assert re.search(r"^  1\. params\.terms: no answer\. Wanted: an SPDX expression", done.stdout, re.M)
    assert "answers are missing" in one_line(done)
    assert state(desk.home.directory) == before


@pytest.mark.parametrize(
    "field, answer, lack",
    [
        ("params.explicit_release", {"answer": "yes"}, "no url and no quote"),
        ("params.explicit_release", said("yes", quote=None), "no quote"),
        ("code.training", said("yes"), "no license"),
        ("data.tier", said("D2", quote=None), "no quote"),
        ("params.extra_terms", {"answer": "none"}, "no answer"),
        ("params.extra_terms", {
            "url": "https://models.example/gate", "quote": "agree",
            "items": [{"name": "Gate", "url": "https://models.example/gate", "answer": "compatible"}],
        }, "Gate: no quote of its judgement"),
        ("data.inventory", {
            "url": "https://models.example/small", "quote": "trained on these", "items": [{"name": "more", "kind": "public"}],
        }, "more: no stage, no url"),
    ],
)
def test_an_answer_needs_its_evidence(desk, field, answer, lack):
    desk.import_()
    done = desk.certify(answers={**full(), field: answer}, expect=1)
    assert f"{field}: {lack}." in done.stdout
    assert not desk.certificate().exists()


def test_unknown_is_an_answer_and_never_a_yes(desk):
    desk.import_()
    done = desk.certify(answers={**full(), "code.training": "unknown"})
    assert "Verdict: unknown" in done.stdout
    assert 'code.training: "unverified, answered as unknown"' in desk.certificate().read_text()


def test_the_template_names_what_is_open_and_can_be_filled_in(desk):
    desk.import_()
    template = desk.directory / "template.yaml"
    desk.certify("--template", template)
    text = template.read_text()
    assert "  params.explicit_release: {answer: null, url: null, quote: null}\n" in text
    assert "model.revision" not in text
    text = re.sub(r"(?m)^  ([a-z_.]+):(?: .*|\n    url.*\n.*\n.*\n.*)$", r"  \1: unknown", text)
    template.write_text(text)
    assert "Verdict: unknown" in desk.certify("--answers", template).stdout
    assert "is there already" in one_line(desk.certify("--template", template, expect=1))


def test_a_quote_must_stand_in_the_text_that_is_stored(desk):
    desk.import_()
    answers = {**full(), "params.terms": said("Apache-2.0", quote="Licensed to nobody", url=LICENSE_URL)}
    done = desk.certify("--text", f"{LICENSE_URL}={desk.license}", answers=answers, expect=1)
    assert "weights.license: the quote does not stand in" in one_line(done)
    assert not desk.certificate().exists()


def test_a_text_that_the_certificate_does_not_rest_on_is_refused(desk):
    desk.import_()
    done = desk.certify("--text", f"https://else.example/={desk.license}", answers=full(), expect=65)
    assert "no text of this certificate has that address" in one_line(done)


def test_the_gate_says_what_an_unfree_licence_lets_a_model_reach(desk):
    desk.import_()
    done = desk.certify(answers={"params.terms": said("CC-BY-NC-4.0", url=LICENSE_URL)}, expect=1)
    assert "Terms gate: at best fails, T4." in done.stdout


def test_files_that_differ_from_the_draft_are_refused(desk):
    desk.import_()
    (desk.model / "model.safetensors").write_bytes(b"others")
    done = desk.certify("--directory", desk.model, answers=full(), expect=1)
    assert "not the files of the draft: model.safetensors" in one_line(done)


def talk(desk, lines, model="example/small", directory=None, kill=False):
    """Runs `model certify` on a terminal of its own, and gives a line to each prompt, then the end of the input.

    :param lines: a function among them is called before the next one is given.
    :param kill: instead of the end of the input.
    :returns: the exit code and everything that was shown.
    """
    screen, terminal = pty.openpty()
    with subprocess.Popen(
        [TOOLGATE, "model", "certify", model], cwd=directory, stdin=terminal, stdout=terminal, stderr=terminal,
        env={**os.environ, **desk.home.environment}, start_new_session=True,
    ) as process:
        os.close(terminal)
        seen, told, left = "", 0, list(lines)
        while True:
            try:
                part = os.read(screen, 65536).decode()
            except OSError:  # The other end is closed.
                break
            if not part:
                break
            seen += part
            if seen.endswith(": ") and len(seen) > told:
                if left and callable(left[0]):
                    left.pop(0)()
                if kill and not left:
                    process.kill()
                    break
                os.write(screen, (left.pop(0) + "\n").encode() if left else b"\x04")
                told = len(seen)
        code = process.wait(timeout=60)
    os.close(screen)
    return code, seen.replace("\r\n", "\n")


URL = "https://models.example/small"
TERMS = ["Apache-2.0", LICENSE_URL, "Licensed to anybody", "", "none", URL, "", "none", URL, "", "none", URL, ""]
CODE = ["yes", "Apache-2.0", "", URL, "the code"]


def test_on_a_terminal_it_asks_for_what_is_open(desk):
    desk.import_()
    rest = [
        "yes", URL, "free to use", "no", URL, "", *CODE * 5, "yes", URL, "settings", "D3", URL, "all of it",
        "pretrain", URL, "in one go",
        "open", "https://data.example/texts", "", "pretrain", "", URL, "trained on", "yes", URL, "filtered so",
        "no", URL, "nothing labelled", "Apache-2.0", URL, "card", "yes", URL, "that is all", "none", URL, "",
    ]
    code, seen = talk(desk, TERMS + rest)
    assert code == 0, seen
    assert seen.index("Terms gate: at best meets, T1.") < seen.index("params.explicit_release:")
    assert "Verdict: likely_meets, T2." in seen and "nobody has signed" in seen
    assert desk.certificate().exists()


@pytest.mark.parametrize("kill", [False, True])
def test_answers_given_on_a_terminal_survive_its_end(desk, kill):
    desk.import_()
    code, seen = talk(desk, [*TERMS, "yes", URL, "free to use", "no", URL], kill=kill)
    assert code == (-9 if kill else 1), seen
    assert ("answers are missing" in seen) != kill and not desk.certificate().exists()
    done = desk.certify(expect=1)
    assert "Terms gate: at best meets, T1." in done.stdout
    assert "params.terms" not in done.stdout and "params.explicit_release" not in done.stdout
    assert "params.intermediate_checkpoints: no answer" in done.stdout


def test_who_answers_for_an_hour_writes_nothing_over_what_others_did_meanwhile(desk):
    desk.import_()
    draft = desk.home.directory / "drafts/example--small.yaml"
    copy = desk.write("copy.yaml", draft.read_text())
    rest = [
        "yes", URL, "free to use", "no", URL, "", *CODE * 5, "yes", URL, "settings", "D3", URL, "all of it",
        "pretrain", URL, "in one go",
        "open", "https://data.example/texts", "", "pretrain", "", URL, "trained on", "yes", URL, "filtered so",
        "no", URL, "nothing labelled", "Apache-2.0", URL, "card", "yes", URL, "that is all",
        lambda: desk.certify(id=str(copy), answers=full()), "none", URL, "",
    ]
    code, seen = talk(desk, TERMS + rest)
    assert code == 1 and "was changed by somebody else meanwhile" in seen, seen
    assert "in one go" not in desk.certificate().read_text()
    # The answers are in the draft, and count once the other certificate was looked at.
    assert "in one go" in draft.read_text()
    assert talk(desk, [])[0] == 0 and "in one go" in desk.certificate().read_text()


def test_half_answers_to_a_certificate_leave_it_in_force(desk):
    desk.certified
    desk.certificate().write_text(re.sub(r"(?s)\ndata:\n.*?\n(?=\S)", "\n", desk.certificate().read_text()))
    before = state(desk.policies)
    code, seen = talk(desk, [], "Policies/models/example--small.yaml", desk.home.directory)
    assert code == 1, seen
    assert "missing" in seen and (desk.home.directory / "drafts/example--small.yaml").exists()
    assert state(desk.policies) == before


def test_two_ids_do_not_share_a_file(desk):
    key = desk.certified.key("certifier-a")
    desk.certify("--sign-only", "--key", key)
    before = state(desk.policies)
    draft = desk.write("draft.yaml", desk.certificate().read_text().replace("\nid: example/small\n", "\nid: example--small\n"))
    assert "example--small" in draft.read_text()
    done = desk.certify(id=str(draft), expect=1)
    assert one_line(done).endswith(
        "is that of 'example/small', and 'example--small' would take its place: give this model another id")
    assert state(desk.policies) == before


# Signatures


def test_one_person_cannot_sign_twice(desk):
    key = desk.certified.key("certifier-a")
    desk.certify("--sign-only", "--key", key)
    before = state(desk.policies)
    done = desk.certify("--sign-only", "--key", key, expect=1)
    assert "'certifier-a' has signed this certificate already" in one_line(done)
    # Nor with another key.
    other = desk.directory / "other.key"
    desk.home.run("key", "new", "--name", "certifier-a", "--output", str(other), "--add")
    assert "has signed this certificate already" in one_line(desk.certify("--sign-only", "--key", other, expect=1))
    assert state(desk.policies / "signatures") == {
        name.removeprefix("signatures/"): text for name, text in before.items() if name.startswith("signatures/")
    }


def pre_authentication_encoding(file, day):
    kind = f"application/vnd.toolgate.certificate+yaml; signed_on={day}".encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(file), file)


def test_a_signature_is_over_the_file_and_the_day(desk):
    key = desk.certified.key("certifier-a")
    desk.certify("--sign-only", "--key", key)
    text, file = desk.signatures().read_text(), desk.certificate().read_bytes()
    day, signature = (re.search(f'{name}: "?([^"\\n]+)', text).group(1) for name in ("signed_on", "signature"))
    public = re.search(r'key: "certifier-a\+[0-9a-f]{8}\+(.*)"', (desk.policies / "certifiers.yaml").read_text()).group(1)
    algorithm, *bytes_ = base64.b64decode(public)
    assert algorithm == 1
    verifier = ed25519.Ed25519PublicKey.from_public_bytes(bytes(bytes_))
    verifier.verify(base64.b64decode(signature), pre_authentication_encoding(file, day))
    # A later day of the same certificate, on which the key counts too.
    later = datetime.date.fromisoformat(day) + datetime.timedelta(days=1)
    with pytest.raises(InvalidSignature):
        verifier.verify(base64.b64decode(signature), pre_authentication_encoding(file, str(later)))
    desk.signatures().write_text(text.replace(f"signed_on: {day}", f"signed_on: {later}"))
    assert desk.listed()["standing"] == "unsigned"
    warning = desk.home.run("policy", "check").stdout
    assert f"the signature of `certifier-a` is not one over this certificate and {later}" in warning
    assert "signed by 1 certifier" in desk.certify("--sign-only", "--key", key).stdout


def at_once(commands, **settings):
    """Starts all of the commands before it waits for any."""
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **settings)
        for command in commands]
    for process in running:
        out, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, out + complaint


def test_people_who_sign_at_once_lose_no_signature(desk):
    desk.certified
    names = [f"certifier-{letter}" for letter in "abcdefgh"]
    environment = {**os.environ, **desk.home.environment}
    at_once([[TOOLGATE, "key", "new", "--name", name, "--add"] for name in names], env=environment)
    at_once([
        [TOOLGATE, "model", "certify", "--sign-only", "example/small", "--key", desk.home.directory / f"keys/{name}.key"]
        for name in names], env=environment)
    signed = re.findall('certifier: "(.*)"', desk.signatures().read_text())
    assert sorted(signed) == names
    done = desk.home.run("policy", "check")
    assert "warning" not in [line.split(":")[0] for line in done.stdout.splitlines()]


def test_policies_that_somebody_may_not_write_are_one_line(desk):
    """Root may write everything, so the command runs as somebody else then."""
    key = desk.certified.key("certifier-a")
    somebody = {}
    with tempfile.TemporaryDirectory() as directory:
        home = pathlib.Path(directory) / "home"
        shutil.copytree(desk.home.directory, home)
        if os.geteuid() == 0:
            somebody = {"user": 65534, "group": 65534, "extra_groups": []}
            os.chmod(directory, 0o755)
            for path in [home, *home.rglob("*")]:
                os.chown(path, 65534, 65534)
        policies = home / "Policies"
        for lock in (True, False):
            if not lock:
                (policies / ".lock").unlink()
            os.chmod(policies, 0o555)
            done = subprocess.run(
                [TOOLGATE, "model", "certify", "--sign-only", "example/small", "--key",
                 home / key.relative_to(desk.home.directory)],
                env={**os.environ, "TOOLGATE_HOME": str(home)}, capture_output=True, text=True, timeout=60, **somebody)
            os.chmod(policies, 0o755)
            assert done.returncode == 77 and "run this as the user to whom the policies belong" in one_line(done)
            assert not (policies / "signatures").exists()


def test_an_edited_certificate_loses_its_signatures_with_a_word(desk):
    desk.certified
    first, second = desk.key("certifier-a"), desk.key("certifier-b")
    desk.certify("--sign-only", "--key", first)
    desk.certify("--sign-only", "--key", second)
    assert desk.listed()["verdict"] == "meets"
    desk.certificate().write_text(desk.certificate().read_text() + "# A remark.\n")
    assert desk.listed()["verdict"] == "likely_meets"
    assert desk.listed()["standing"] == "unsigned"
    done = desk.certify("--sign-only", "--key", first)
    assert "signatures of certifier-a and certifier-b over the former file count no more" in done.stdout
    assert desk.listed()["standing"] == "in_force"
    assert desk.signatures().read_text().count("- certifier:") == 1


def test_a_renewed_certificate_that_differs_drops_the_signatures(desk):
    key = desk.certified.key("certifier-a")
    desk.certify("--sign-only", "--key", key)
    done = desk.certify(answers={})
    assert "stays as it is" in done.stdout and desk.signatures().exists()
    done = desk.certify(answers={"data.flags": {"answer": ["synthetic_data"], "url": "https://models.example/small"}})
    assert "the signature of certifier-a over the former file counts no more" in done.stdout
    assert not desk.signatures().exists()


def test_a_key_that_others_may_read_is_refused_before_anything_is_written(desk):
    key = desk.key("certifier-a")
    desk.import_()
    os.chmod(key, 0o644)
    before = state(desk.home.directory)
    done = desk.certify("--key", key, answers=full(), expect=77)
    assert "others may read or write this key (mode 644)" in one_line(done)
    assert state(desk.home.directory) == before


def test_a_key_that_is_not_listed_is_refused_before_anything_is_written(desk):
    desk.import_()
    key = desk.directory / "stranger.key"
    desk.home.run("key", "new", "--name", "stranger", "--output", str(key))
    done = desk.certify("--key", key, answers=full(), expect=77)
    assert "'stranger' does not stand in certifiers.yaml" in one_line(done)
    assert not desk.certificate().exists()


def test_a_key_may_not_sign_before_its_day(desk):
    desk.certified
    key = desk.directory / "late.key"
    desk.home.run("key", "new", "--name", "late", "--output", str(key), "--since", "2999-01-01", "--add")
    assert "may sign from 2999-01-01" in one_line(desk.certify("--sign-only", "--key", key, expect=77))


def test_a_new_key_is_printed_for_a_reviewed_edit_and_never_written_over(desk):
    done = desk.home.run("key", "new", "--name", "certifier-a")
    key = desk.home.directory / "keys" / "certifier-a.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert not (desk.policies / "certifiers.yaml").exists()
    # As it is printed it can be the new file.
    (desk.policies / "certifiers.yaml").write_text(done.stdout[done.stdout.index("schema:") :])
    more = desk.home.run("key", "new", "--name", "certifier-b").stdout
    assert "schema:" not in more and "For `certifiers` in " in more
    secret = key.read_text()
    assert secret.split()[2] not in done.stdout
    assert "a key is there already" in one_line(desk.home.run("key", "new", "--name", "certifier-a", expect=1))
    assert key.read_text() == secret
    desk.certified.certify("--sign-only", "--key", key)
    for name in ("log", "token-hash", "../log", "a b", ""):
        assert "--name" in one_line(desk.home.run("key", "new", "--name", name, expect=65))
    long = ("--name", "x" * 101, "--output", str(desk.directory / "long.key"))
    assert "at most 100 characters" in one_line(desk.home.run("key", "new", *long, "--add", expect=65))
    assert not (desk.directory / "long.key").exists()


def test_adding_a_certifier_keeps_what_people_wrote(desk):
    desk.key("certifier-a")
    file = desk.policies / "certifiers.yaml"
    file.write_text(file.read_text() + "  # certifier-b comes next\n\n")
    before = file.read_text()
    desk.key("certifier-b")
    assert file.read_text().startswith(before.rstrip())
    file.write_text("certifiers: []\nschema: toolgate-certifiers/1\n")
    done = desk.home.run("key", "new", "--name", "certifier-c", "--add", expect=65)
    assert done.stderr and file.read_text() == "certifiers: []\nschema: toolgate-certifiers/1\n"
    # The key stays, and what is to be added by hand is told.
    assert (desk.home.directory / "keys/certifier-c.key").exists() and "  - name: certifier-c\n" in done.stdout


def test_a_certificate_is_not_in_force_before_the_day_of_its_assessment(desk):
    file = desk.policies / "models/toolgate--extractive-1.yaml"
    text, count = re.subn("^assessed_on: .*$", "assessed_on: 2036-01-01", file.read_text(), flags=re.MULTILINE)
    assert count == 1
    file.write_text(text)
    assert desk.listed("toolgate/extractive-1")["standing"] == "not_yet"
    assert "not in force before 2036-01-01" in desk.home.run("model", "show", "toolgate/extractive-1").stdout
    assert "which has not come yet, and calls of the model are refused before" in desk.home.run("policy", "check").stdout
    explained = desk.home.run(
        "policy", "explain", "--project", "demo", "--model", "toolgate/extractive-1", "--unregistered").stdout
    assert "certificate-not-yet" in explained and "deny" in explained


def test_an_expired_certificate_is_shown_and_cannot_be_signed(desk):
    key = desk.certified.key("certifier-a")
    text = desk.certificate().read_text()
    text = re.sub(r"(?m)^assessed_on: .*$", "assessed_on: 2026-01-01", text)
    desk.certificate().write_text(re.sub(r"(?m)^expires: .*$", "expires: 2026-06-01", text))
    assert desk.listed()["standing"] == "expired"
    assert "expired on 2026-06-01" in one_line(desk.certify("--sign-only", "--key", key, expect=1))
    # Renewing it is one command, since its answers stand.
    assert "in force" in desk.certify("--key", key).stdout


# Revocation and watched texts


def test_a_revoked_certificate_says_so_and_cannot_be_signed(desk):
    key = desk.certified.key("certifier-a")
    done = desk.home.run("model", "revoke", "example/small", "--reason", "wrong licence", "--task", "T123")
    assert "revoked on" in done.stdout and "0 records rest on it" in done.stdout and "within a second" in done.stdout
    assert desk.listed()["standing"] == "revoked"
    assert "was revoked on" in one_line(desk.certify("--sign-only", "--key", key, expect=1))
    again = desk.home.run("model", "revoke", "example/small", "--reason", "again", "--task", "T124", expect=1)
    assert "already: wrong licence (T123)" in one_line(again)


def test_a_revocation_counts_the_records_and_goes_into_the_log(make_gateway):
    gateway = make_gateway({"good": "events-5"}, start=False)
    home = gateway.home
    token = home.issue()
    gateway.start()
    for _ in range(3):
        assert gateway.chat("good", token).status == 200
    done = home.run("model", "revoke", CERTIFICATE, "--reason", "wrong licence", "--task", "T123")
    assert "3 records rest on it" in done.stdout
    gateway.process.send_signal(signal.SIGHUP)

    def logged():
        with home.ledger() as ledger:
            return ledger.execute("SELECT entry FROM governance WHERE kind = 'revocation'").fetchall()

    ((entry,),) = eventually(logged)
    assert json.loads(entry)["reason"] == "wrong licence"


def test_a_revocation_of_one_file_leaves_a_new_one_in_force(desk):
    digest = "sha256:" + hashlib.sha256(desk.certified.certificate().read_bytes()).hexdigest()
    wrong = desk.home.run(
        "model", "revoke", "example/small", "--digest", "sha256:" + "0" * 64, "--reason", "r", "--task", "T1", expect=1)
    assert f"the present one has {digest}" in one_line(wrong)
    desk.home.run("model", "revoke", "example/small", "--digest", digest, "--reason", "r", "--task", "T1")
    assert desk.listed()["standing"] == "revoked"
    desk.certify(answers={"data.flags": {"answer": ["checked"], "url": "https://models.example/small"}})
    assert desk.listed()["standing"] == "unsigned"


@pytest.mark.parametrize(
    "arguments, code",
    [
        (("nobody/knows", "--reason", "r", "--task", "T1"), 1),
        (("example/small", "--reason", "r"), 64),
        (("example/small", "--task", "T1"), 64),
        (("example/small", "--reason", "r", "--task", "later"), 65),
        (("example/small", "--reason", "", "--task", "T1"), 65),
    ],
)
def test_a_revocation_needs_a_certificate_a_reason_and_a_task(desk, arguments, code):
    desk.certified
    desk.home.run("model", "revoke", *arguments, expect=code)
    assert not (desk.policies / "revocations.yaml").exists()


def test_revocations_are_added_without_touching_what_stands_there(desk):
    file = desk.policies / "revocations.yaml"
    file.write_text("# Kept.\nschema: toolgate-revocations/1\nrevocations: [] # none yet\n")
    desk.certified
    desk.home.run("model", "revoke", "example/small", "--reason", 'odd: "# text', "--task", "T1")
    text = file.read_text()
    assert text.startswith("# Kept.\n")
    file.write_text(text + "    # more to come\n")
    desk.home.run("model", "revoke", "LLM360/Amber", "--reason", "r", "--task", "T2")
    assert "# more to come" in file.read_text()
    assert desk.listed("LLM360/Amber")["standing"] == "revoked" and desk.listed()["standing"] == "revoked"


def test_a_text_that_changed_suspends_the_certificate_and_the_old_one_restores_it(desk):
    key = desk.certified.key("certifier-a")
    changed = desk.write("LICENSE.new", LICENSE + "But not on Sundays.\n")
    done = desk.home.run("policy", "text", "watch", "--text", f"{LICENSE_URL}={changed}")
    assert f"example/small: suspended: the text at {LICENSE_URL} has changed" in done.stdout
    assert desk.listed()["standing"] == "suspended"
    assert "is suspended" in one_line(desk.certify("--sign-only", "--key", key, expect=1))
    done = desk.home.run("policy", "text", "watch", "--text", f"{LICENSE_URL}={desk.license}")
    assert "example/small: suspended no more" in done.stdout
    assert (desk.policies / "watched.yaml").read_text().count("url:") == 1
    assert desk.listed()["standing"] == "unsigned"


def test_an_address_that_nothing_rests_on_is_refused(desk):
    desk.certified
    done = desk.home.run("policy", "text", "watch", "--text", f"https://else.example/={desk.license}", expect=1)
    assert "nothing rests on a text of that address" in one_line(done)
    assert not (desk.policies / "watched.yaml").exists()


# Bad input


@pytest.mark.parametrize(
    "changes, place",
    [
        ({"params.terms": said("Apache-9.0", url=LICENSE_URL)}, "weights.license: "),
        ({"code.training": said("yes", license="Nonsense")}, "code.training.license: "),
        ({"base_model": said("example/small")}, "run in a circle"),
        ({"data.flags": {"answer": ["Not a word"], "url": "https://models.example"}}, "flags: "),
    ],
)
def test_a_candidate_that_does_not_fit_is_refused_and_nothing_is_written(desk, changes, place):
    desk.import_()
    before = state(desk.home.directory)
    done = desk.certify(answers={**full(), **changes}, expect=65)
    assert place in done.stderr and "drafts/example--small.yaml" in done.stderr
    assert state(desk.home.directory) == before


def test_a_circle_over_two_certificates_is_refused_and_nothing_is_written(desk):
    desk.certified
    desk.import_("example/other")
    answers = {**full(), "base_model": said("example/small")}
    desk.certify(answers=answers, id="example/other")
    before = state(desk.policies)
    done = desk.certify(answers={"base_model": said("example/other")}, expect=65)
    assert "example/other → example/small → example/other" in done.stderr
    assert state(desk.policies) == before


@pytest.mark.parametrize(
    "text, word",
    [
        ("schema: toolgate-answers/1\nanswers: {params.term: unknown}", "the nearest known key is `params.terms`"),
        ("schema: toolgate-answers/1\nanswers: {base_model: maybe}", "`base_model` must be `unknown`"),
        ("schema: toolgate-answers/1\nanswers: {data.tier: {answer: D9}}", "`answer` must be D0, D1, D2, D3 or unknown"),
        ("schema: toolgate-answers/1\nanswers: {base_model: {answer: a/b, url: here}}", "an address that begins with"),
        ("schema: toolgate-answers/1\ncertificate: a/b\nanswers: {}", "answers about `a/b`"),
        ("schema: toolgate-answers/1\nanswers: {model.files: {answer: x}}", "hashed, never typed in"),
        ("a: &a [*a]", "anchors and aliases are not allowed"),
        ("", "the file is empty"),
    ],
)
def test_answers_are_read_strictly(desk, text, word):
    desk.import_()
    done = desk.certify("--answers", desk.write("bad.yaml", text), expect=65)
    assert word in done.stderr and "bad.yaml" in done.stderr


def bomb():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "---\n" + "\n".join(lines) + "\n---\n"


@pytest.mark.parametrize(
    "option, content, word",
    [
        ("--card", b"---\n" + b"a: b\n" * (100 << 20 >> 3), "more than 1 MiB without a closing line"),
        ("--card", bomb().encode(), "anchors and aliases are not allowed"),
        ("--card", b"# No front matter\n", "no front matter"),
        ("--card", b"---\nlicense: [\n---\n", "not valid YAML"),
        ("--gguf", b"GGUF" + b"\xff" * 64, "version"),
        ("--gguf", gguf(name="x")[:40], ""),
        ("--gguf", gguf(name="x")[:-60], "fetch it again"),
        ("--gguf", b"not a model", ""),
        ("--mot", b"a: 1\n", "no record of the Model Openness Tool"),
    ],
    ids=["100-MB", "bomb", "no-front", "broken", "version", "cut", "no-data", "no-gguf", "no-record"],
)
def test_a_malformed_source_is_one_line_and_leaves_no_draft(desk, option, content, word):
    source = desk.write("source", content)
    done = desk.home.run("model", "import", option, str(source), expect=65)
    assert word in one_line(done) and "source" in done.stderr
    assert not (desk.home.directory / "drafts").exists()


def test_what_a_card_says_and_no_draft_can_take_is_told(desk):
    link = "license_link: javascript:alert(1)\n"
    card = desk.write("README.md", "---\nlicense: {a: b}\nlicense_name: x\n" + link + "base_model: example/small\n---\n")
    done = desk.home.run("model", "import", "--card", str(card), "--id", "example/small", "--revision", COMMIT)
    for code in ("metadata_type", "license_link_no_address", "base_is_itself"):
        assert code in done.stdout
    draft = (desk.home.directory / "drafts" / "example--small.yaml").read_text()
    assert "text: null\n" in draft and "url: \"javascript" not in draft and "WARNING metadata_type" in draft


def test_a_gguf_file_that_announces_bases_and_names_none_misses_them(desk):
    key = b"general.base_model.count"
    header = b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", len(key)) + key + struct.pack("<II", 4, 3)
    done = desk.home.run("model", "import", "--gguf", str(desk.write("small.gguf", header)), "--id", "example/small")
    assert "base_missing" in done.stdout and "3 announced, and the file names 0" in done.stdout


def test_a_draft_is_not_written_over(desk):
    desk.import_()
    draft = desk.home.directory / "drafts" / "example--small.yaml"
    draft.write_text(draft.read_text() + "# worked on\n")
    assert "somebody may have worked on it" in one_line(desk.import_(expect=1))
    assert draft.read_text().endswith("# worked on\n")


def test_an_id_that_is_no_file_name_is_refused(desk):
    for id in ("../../toolgate", "a b/c", "plain"):
        assert "--id" in one_line(desk.import_(id, expect=65))


# Signed manifests


def signed_model(directory):
    """The files over which the bundles in the fixtures were made."""
    files = {
        "config.json": '{"hidden_size": 8}\n', "model.safetensors": "weights of a very small model\n",
        "README.md": "# A card\n", "sub/a.txt": "a\n", "sub-b.txt": "b\n", "Ünïcode name.txt": "c",
    }
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)


def test_a_publishers_signature_is_verified_and_its_digests_go_into_the_certificate(desk):
    fixtures = ROOT / "Tests/ModelImportTests/Fixtures/signing"
    shutil.rmtree(desk.model)
    signed_model(desk.model)
    arguments = (
        "model", "import", "--directory", str(desk.model), "--signature", str(fixtures / "p256.json"),
        "--key", str(fixtures / "p256.pem"), "--id", "example/small", "--revision", COMMIT,
    )
    done = desk.home.run(*arguments)
    assert "signed manifest" in done.stdout and "signature verified" in done.stdout
    desk.certify("--directory", desk.model, answers=full())
    for path in desk.model.rglob("*"):
        if path.is_file():
            assert hashlib.sha256(path.read_bytes()).hexdigest() in desk.certificate().read_text()


def test_a_signature_over_other_files_or_by_another_key_is_refused(desk):
    fixtures = ROOT / "Tests/ModelImportTests/Fixtures/signing"
    arguments = ("model", "import", "--directory", str(desk.model), "--signature", str(fixtures / "p256.json"))
    done = desk.home.run(*arguments, "--key", str(fixtures / "p256.pem"), expect=65)
    assert "not those that were signed" in one_line(done)
    done = desk.home.run(*arguments, "--key", str(fixtures / "p384.pem"), expect=65)
    assert "another key" in one_line(done)
    assert not (desk.home.directory / "drafts").exists()


# Ollama


@pytest.fixture
def ollama():
    """A stand-in for an Ollama server that answers as it is told."""
    answers = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            status, answer = answers.get(asked["model"], (404, {"error": "not found"}))
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            assert self.path == "/api/show"
            self.send_response(status)
            if status == 302:
                self.send_header("location", "/elsewhere")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except ConnectionError:
                pass

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.answers = answers
    server.url = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


SHOWN = {
    "license": "Apache License\nVersion 2.0",
    "details": {"family": "llama", "parameter_size": "135M", "quantization_level": "Q4_K_M"},
    "model_info": {"general.architecture": "llama", "general.basename": "Small"},
}


def test_a_local_ollama_model_becomes_a_draft(desk, ollama):
    ollama.answers["small:135m"] = (200, SHOWN)
    done = desk.home.run(
        "model", "import", "--ollama", ollama.url, "--model", "small:135m", "--id", "example/small")
    assert "quantisation: Q4_K_M" in done.stdout
    assert hashlib.sha256(SHOWN["license"].encode()).hexdigest()[:16] in done.stdout
    assert "derived_quantized" in done.stdout


@pytest.mark.parametrize("key", ["remote_host", "remote_model"])
def test_a_model_that_ollama_passes_on_to_a_cloud_is_refused(desk, ollama, key):
    ollama.answers["cloud"] = (200, {**SHOWN, key: "elsewhere"})
    done = desk.home.run("model", "import", "--ollama", ollama.url, "--model", "cloud", expect=65)
    assert "is a cloud model" in one_line(done)
    assert not (desk.home.directory / "drafts").exists()


@pytest.mark.parametrize(
    "answer, code, word",
    [
        ((404, {}), 1, "has no model"),
        ((500, {}), 69, "status 500"),
        ((302, {}), 69, "status 302"),
        ((200, b"<html>"), 65, "not usable JSON"),
        ((200, {}), 65, "says nothing of a model"),
        ((200, b" " * ((32 << 20) + 1)), 69, "more than 32 MiB"),
    ],
)
def test_another_answer_of_ollama_is_one_line(desk, ollama, answer, code, word):
    ollama.answers["x"] = answer
    done = desk.home.run("model", "import", "--ollama", ollama.url, "--model", "x", expect=code)
    assert word in one_line(done)


def test_an_ollama_server_that_is_not_there_is_one_line(desk):
    done = desk.home.run("model", "import", "--ollama", "http://127.0.0.1:9", "--model", "x", expect=69)
    assert "is the server running?" in one_line(done)
    done = desk.home.run("model", "import", "--ollama", "file:///etc/passwd", "--model", "x", expect=65)
    assert "write the server's address" in one_line(done)
