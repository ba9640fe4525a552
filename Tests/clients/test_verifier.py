# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Tools/verify-receipt on receipts of both implementations, and on everything that is not one. Needs no running gateway."""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import subprocess
import sys
import unicodedata

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from auditing import TOOL, verifier
from helpers import TOOLGATE

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = ROOT / "Tests/vectors"
PYTHON, SWIFT = VECTORS / "python-made", VECTORS / "swift-made"

KEYS = {name: (PYTHON / f"{name}.key").read_text().strip() for name in ("log", "next", "witness")}
ANSWER, PROMPT = (PYTHON / "answer.txt").read_bytes(), (PYTHON / "prompt.txt").read_bytes()


PROGRAMS = {"verify-receipt": [sys.executable, str(TOOL)], "toolgate": [TOOLGATE, "receipt", "verify"]}
both_programs = pytest.mark.parametrize("program", PROGRAMS)


def run(*arguments, program="verify-receipt"):
    done = subprocess.run(
        [*PROGRAMS[program], *map(str, arguments)], capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
    return done


def is_proven(data, keys=("log",), texts=True):
    try:
        receipt = verifier.Receipt(data, [verifier.VerifierKey(KEYS[name]) for name in keys])
        receipt.check_inclusion()
        if texts:
            receipt.check_text("in", PROMPT)
            receipt.check_text("out", ANSWER)
    except (verifier.Malformed, verifier.Unproven):
        return False
    return True


@pytest.mark.parametrize("name", ["one-key", "two-keys", "witnessed"])
def test_a_good_receipt_and_its_texts_are_proven(name):
    done = run(PYTHON / f"{name}.tlog-proof", "--key", KEYS["log"], "--text", PYTHON / "answer.txt",
               "--input", PYTHON / "prompt.txt")
    assert done.returncode == 0 and done.stdout.startswith("proven: record 01ARZ3NDEKTSV4RRFFQ69G5FAV is number 517")


@both_programs
def test_a_proof_that_could_not_be_told_is_not_called_missing(program):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*PROGRAMS[program], PYTHON / "one-key.tlog-proof", "--key", KEYS["log"]],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 69 and "did not take everything" in done.stderr and done.stderr.count("\n") == 1


@both_programs
def test_a_receipt_and_a_tree_of_the_gateways_own_code_are_proven(tmp_path, program):
    text = tmp_path / "text"
    text.write_text("Ångström 水\n", encoding="utf-8")
    question = tmp_path / "question"
    question.write_text("Frage")
    for key in ("log", "next"):
        done = run(SWIFT / "swift.tlog-proof", "--key", KEYS[key], "--text", text, "--input", question,
                   "--checkpoint", SWIFT / "later.checkpoint", "--tiles", SWIFT, program=program)
        assert (done.returncode, done.stderr) == (0, "")
        assert "is number 600 of the log" in done.stdout or "the record is leaf 600 of" in done.stdout
        assert "he newer checkpoint contains the receipt's" in done.stdout


def test_tiles_in_which_any_byte_is_changed_prove_nothing(tmp_path):
    """Each byte of a tile that the proof uses is under the root."""
    keys = [verifier.VerifierKey(KEYS["log"])]
    receipt = verifier.Receipt((SWIFT / "swift.tlog-proof").read_bytes(), keys)
    later = verifier.Checkpoint((SWIFT / "later.checkpoint").read_bytes(), keys)
    used = verifier.Tiles(str(SWIFT), later.size)
    used.consistency(receipt.checkpoint.size)
    assert len(used.known) >= 2

    class Changed(verifier.Tiles):
        def read(self, path):
            data = bytearray(super().read(path))
            if path == self.changed:
                data[self.at] ^= 1
            return bytes(data)

    for path, hashes in used.known.items():
        level, index = int(path.split("/")[1]), int(path.split("/")[2][:3])
        read = {at for at in range(len(hashes)) if needs(used, level, 256 * index + at, receipt.checkpoint.size)}
        assert read
        for at in sorted(read):
            for byte in range(32):
                tiles = Changed(str(SWIFT), later.size)
                tiles.changed, tiles.at = path, 32 * at + byte
                proof = tiles.consistency(receipt.checkpoint.size)
                with pytest.raises(AssertionError):
                    roots = verifier.roots_from_consistency(
                        receipt.checkpoint.size, receipt.checkpoint.root, later.size, proof)
                    assert roots == (receipt.checkpoint.root, later.root)


def needs(tiles, level, place, old_size):
    """Whether a proof of consistency from the old size changes when this hash does."""
    good = tiles.consistency(old_size)
    path, at = next((p, place % 256) for p in tiles.known if p.startswith(f"tile/{level}/{place // 256:03}"))
    kept = tiles.known[path][at]
    tiles.known[path][at] = bytes(32)
    changed = tiles.consistency(old_size) != good
    tiles.known[path][at] = kept
    return changed


@both_programs
def test_a_newer_tree_that_was_rewritten_is_not_proven(program):
    done = run(PYTHON / "one-key.tlog-proof", "--key", KEYS["log"], "--checkpoint", SWIFT / "later.checkpoint",
               "--tiles", SWIFT, program=program)
    assert done.returncode == 1 and "the log was rewritten" in done.stderr
    assert done.stdout == ""


@both_programs
def test_a_newer_checkpoint_is_proven_by_whole_tiles_and_a_known_key(tmp_path, program):
    shutil.copytree(SWIFT / "tile", tmp_path / "tile")
    later = tmp_path / "later"
    later.write_bytes((SWIFT / "later.checkpoint").read_bytes())

    def attempt(checkpoint=later, tiles=tmp_path):
        done = run(SWIFT / "swift.tlog-proof", "--key", KEYS["log"], "--checkpoint", checkpoint, "--tiles", tiles,
                   program=program)
        assert (done.returncode == 0) == bool(done.stdout) and len(done.stderr.splitlines()) <= 1
        assert done.returncode == 0 or str(checkpoint) in done.stderr, "the fault is not the receipt's"
        return done.returncode

    assert attempt() == 0
    assert attempt(tiles=tmp_path / "nowhere") == 1
    # Each tile that a proof may need: one byte short, then not there at all.
    needed = 0
    for tile in sorted(path for path in (tmp_path / "tile").rglob("*") if path.is_file()):
        data = tile.read_bytes()
        tile.write_bytes(data[:-1])
        needed += attempt() == 1
        tile.unlink()
        needed += attempt() == 1
        tile.write_bytes(data)
    assert needed >= 4 and attempt() == 0
    later.write_text(later.read_text(encoding="utf-8").replace("\n\n", "\nmore\n\n", 1), encoding="utf-8")
    assert attempt() != 0
    later.write_text("no checkpoint")
    assert attempt() == 65
    assert attempt(checkpoint=tmp_path / "nothing") == 65
    alone = run(SWIFT / "swift.tlog-proof", "--key", KEYS["log"], "--checkpoint", later, program=program)
    assert alone.returncode not in (0, 1) and "--checkpoint and --tiles go together" in alone.stderr


@both_programs
def test_a_full_tile_stands_for_the_partial_ones_that_a_mirror_has_thrown_away(tmp_path, program):
    shutil.copytree(SWIFT / "tile", tmp_path / "tile")
    partial = sorted(path for path in (tmp_path / "tile").rglob("*.p/*"))
    assert partial
    for tile in partial:
        # Whatever came later, the hashes of the smaller tree stay where they were.
        hashes = tile.read_bytes().ljust(32 * 256, b"\xff")
        tile.unlink()
        tile.parent.rmdir()
        tile.parent.with_suffix("").write_bytes(hashes)

    def attempt():
        return run(SWIFT / "swift.tlog-proof", "--key", KEYS["log"], "--checkpoint", SWIFT / "later.checkpoint",
                   "--tiles", tmp_path, program=program)

    assert attempt().returncode == 0
    for tile in partial:
        full = tile.parent.with_suffix("")
        full.write_bytes(full.read_bytes()[:-1])
    assert attempt().returncode == 1


def test_any_byte_that_is_changed_is_noticed():
    good = (PYTHON / "one-key.tlog-proof").read_bytes()
    assert is_proven(good)
    for place in range(len(good)):
        for mask in (1, 2, 4, 8, 16, 32, 64, 128):
            changed = bytearray(good)
            changed[place] ^= mask
            assert not is_proven(bytes(changed)), (place, mask)
        assert not is_proven(good[:place])
    assert not is_proven(good + b"\n")


def test_any_byte_of_the_record_that_is_changed_is_noticed():
    """Base64 hides the record's single bits from the test above."""
    lines = (PYTHON / "one-key.tlog-proof").read_bytes().split(b"\n")
    extra = verifier.base64.b64decode(lines[1].removeprefix(b"extra "))
    start, end = extra.index(b'{"record":') + len(b'{"record":'), extra.index(b',"salt_in"')
    for place in range(start, end):
        for bit in range(8):
            changed = bytearray(extra)
            changed[place] ^= 1 << bit
            lines[1] = b"extra " + verifier.base64.b64encode(changed)
            assert not is_proven(b"\n".join(lines), texts=False), (place, bit)


def test_any_byte_of_the_newer_checkpoint_that_is_changed_is_noticed():
    keys = [verifier.VerifierKey(KEYS["log"])]
    receipt = verifier.Receipt((SWIFT / "swift.tlog-proof").read_bytes(), keys)
    good = (SWIFT / "later.checkpoint").read_bytes()
    verifier.check_extends(receipt.checkpoint, verifier.Checkpoint(good, keys), str(SWIFT))
    by_the_key = good[:good.index(b"\n\n") + 2] + next(
        line + b"\n" for line in good.split(b"\n") if verifier.base64.b64encode(keys[0].id)[:4] in line)
    verifier.Checkpoint(by_the_key, keys)
    for place in range(len(by_the_key)):
        for bit in range(8):
            changed = bytearray(by_the_key)
            changed[place] ^= 1 << bit
            with pytest.raises((verifier.Malformed, verifier.Unproven)):
                verifier.check_extends(receipt.checkpoint, verifier.Checkpoint(bytes(changed), keys), str(SWIFT))


def test_keys_that_did_not_sign_prove_nothing():
    assert run(PYTHON / "one-key.tlog-proof", "--key", KEYS["next"]).returncode == 1
    assert run(PYTHON / "witnessed.tlog-proof", "--key", KEYS["witness"]).returncode == 1
    assert is_proven((PYTHON / "two-keys.tlog-proof").read_bytes(), ["next"])


def test_exit_codes_tell_what_is_wrong(tmp_path):
    good = (PYTHON / "one-key.tlog-proof").read_text(encoding="utf-8")

    def exit_code(text, *arguments, key=KEYS["log"]):
        file = tmp_path / "receipt"
        file.write_text(text, encoding="utf-8")
        done = run(file, "--key", key, *arguments)
        assert len(done.stderr.splitlines()) <= 1
        return done.returncode

    other = tmp_path / "other"
    other.write_text("another text")
    assert exit_code(good) == 0
    assert exit_code(good, "--text", other) == 1
    assert exit_code(good.replace("index 517", "index 518")) == 1
    assert exit_code(good.replace("index 517", "index 0517")) == 65
    assert exit_code("") == 65
    assert exit_code(good, key="toolgate.example/log+b7773fe1+AAAA") == 65
    assert exit_code(good, "--text", tmp_path / "nothing") == 65
    # A variable that is not set compares nothing, and must not pass for a comparison.
    for option in ("--text", "--input"):
        assert exit_code(good, option, "") == 65
    assert exit_code(good, "--checkpoint", "", "--tiles", "") == 65
    other.write_bytes(b"\xff")
    assert exit_code(good, "--text", other) == 1
    assert run(tmp_path / "nothing", "--key", KEYS["log"]).returncode == 65


@both_programs
def test_only_regular_files_are_read(tmp_path, program):
    """A pipe would never end, and an empty device would pass for an empty answer."""
    good, later = PYTHON / "one-key.tlog-proof", SWIFT / "later.checkpoint"
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/null")
    (tmp_path / "answer").symlink_to(PYTHON / "answer.txt")

    def attempt(receipt, *arguments):
        done = run(receipt, "--key", KEYS["log"], *arguments, program=program)
        return done.returncode, "is not a regular file" in done.stderr and done.stderr.count("\n") == 1

    for path in ("/dev/null", tmp_path / "link", tmp_path / "pipe", tmp_path):
        assert attempt(path) == (65, True)
        assert attempt(good, "--text", path) == (65, True)
        assert attempt(good, "--input", path) == (65, True)
        assert attempt(good, "--checkpoint", path, "--tiles", SWIFT) == (65, True)
        # Also where nothing would be proven anyway.
        assert attempt(good, "--text", PYTHON / "prompt.txt", "--input", path) == (65, True)
        assert attempt(good, "--checkpoint", later, "--tiles", SWIFT, "--text", path) == (65, True)
    assert attempt(good, "--text", tmp_path / "answer") == (0, False)


@both_programs
def test_files_that_are_too_large_are_refused_whole(tmp_path, program):
    good, file = PYTHON / "one-key.tlog-proof", tmp_path / "file"

    def attempt(size, *arguments):
        with open(file, "wb") as large:
            large.truncate(size)
        done = run(*arguments, "--key", KEYS["log"], program=program)
        return done.returncode, "is larger than" in done.stderr and done.stderr.count("\n") == 1

    for option in ("--text", "--input"):
        assert attempt(2**20, good, option, file) == (1, False)
        assert attempt(2**26 + 1, good, option, file) == (65, True)
    for arguments in ([file], [good, "--checkpoint", file, "--tiles", SWIFT]):
        assert attempt(2**20, *arguments) == (65, False)
        assert attempt(2**21 + 1, *arguments) == (65, True)


@both_programs
def test_a_checkpoint_that_is_none_is_that_beside_a_text_that_differs(tmp_path, program):
    later = tmp_path / "later"
    later.write_text("no checkpoint")
    done = run(PYTHON / "one-key.tlog-proof", "--key", KEYS["log"], "--text", PYTHON / "prompt.txt",
               "--checkpoint", later, "--tiles", SWIFT, program=program)
    assert done.returncode == 65


def malformed_receipts():
    """Receipts that are none, by what is wrong with them; of each the signature or the proof is wrong too."""
    good = (PYTHON / "one-key.tlog-proof").read_bytes()
    head, _, note = good.partition(b"\n\n")
    first, extra, index, *proof = head.split(b"\n")
    value = json.loads(base64.b64decode(extra.removeprefix(b"extra ")))
    size, root = note.split(b"\n")[1:3]

    def of(extra):
        if not isinstance(extra, bytes):
            extra = json.dumps(extra, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        return b"\n".join([first, b"extra " + base64.b64encode(extra), index, *proof]) + b"\n\n" + note

    for side in ("in", "out"):
        yield f"a salt and null for {side}", of({**value, "record": {**value["record"], side: None}})
        yield f"a salt and a number for {side}", of({**value, "record": {**value["record"], side: 5}})
        yield f"a salt and no {side}", of(
            {**value, "record": {name: of_it for name, of_it in value["record"].items() if name != side}})
    yield "an extra line without salts", of({"record": value["record"]})
    yield "an extra line that is a list", of([])
    yield "a record too deep", of(b'{"record":{"a":' + b"[" * 31 + b"]" * 31 + b'},"salt_in":null,"salt_out":null}')
    for number in (b"0" + size, b"", b"-1", b"+1", b" 1", b"1.0", b"%d" % 2**53, b"%d" % (2**63 - 1), b"%d" % 2**63, b"9" * 40):
        yield f"size {number}", good.replace(b"\n" + size + b"\n", b"\n" + number + b"\n", 1)
        yield f"index {number}", good.replace(index, b"index " + number, 1)
    yield "a short root", good.replace(root, root[:-4], 1)
    yield "four lines", good.replace(root, root + b"\nmore", 1)
    yield "an origin that is none", good.replace(b"\n\n", b"\n\n+", 1)
    yield "a wrong signature, and junk under it", good.replace(b"\n" + size + b"\n", b"\n600\n", 1) + b"junk\n"


@both_programs
def test_both_programs_tell_what_is_no_receipt_from_what_is_not_proven(tmp_path, program):
    file = tmp_path / "receipt"
    told = {}
    for what, data in malformed_receipts():
        file.write_bytes(data)
        told[what] = run(file, "--key", KEYS["log"], program=program).returncode
    assert len(told) > 30 and set(told.values()) == {65}, {what: code for what, code in told.items() if code != 65}
    good = (PYTHON / "one-key.tlog-proof").read_bytes()
    for change in ((b"\n700\n", b"\n%d\n" % (2**53 - 1)), (b"index 517", b"index %d" % (2**53 - 1))):
        assert change[0] in good
        file.write_bytes(good.replace(*change, 1))
        assert run(file, "--key", KEYS["log"], program=program).returncode == 1


class OtherLog:
    """A log of one record whose key anybody may make, to put into it what no gateway writes."""

    def __init__(self, name="else.example/log"):
        self.name, self.key = name, ed25519.Ed25519PrivateKey.generate()
        public = b"\x01" + self.key.public_key().public_bytes_raw()
        self.id = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        self.verifier = f"{name}+{self.id.hex()}+{self.base64(public)}"

    @staticmethod
    def base64(data):
        return base64.b64encode(data).decode()

    def receipt(self, record, salt_out=None, below=""):
        """The record's receipt; `below` stands under the signature."""

        def canonical(value):
            return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

        extra = canonical({"record": record, "salt_in": None, "salt_out": salt_out})
        note = f"{self.name}\n1\n{self.base64(hashlib.sha256(bytes(1) + canonical(record)).digest())}\n"
        return (
            f"c2sp.org/tlog-proof@v1\nextra {self.base64(extra)}\nindex 0\n\n{note}\n"
            f"\N{EM DASH} {self.name} {self.base64(self.id + self.key.sign(note.encode()))}\n{below}").encode()


def test_a_record_of_somebody_elses_log_says_nothing_in_our_words(tmp_path):
    """Both programs, on a receipt that a stranger made to be misread."""
    other, file = OtherLog(), tmp_path / "receipt"

    def receipt(record):
        file.write_bytes(other.receipt(record))
        return [run(file, "--key", other.verifier, program=program) for program in PROGRAMS]

    lie = "X\nthe text is the answer of this record\nThe text is the one that the model answered.\x1b[2K\u202e"
    for done in receipt({"id": lie, "model": {"resolved": lie}, "out": None, "project": lie, "t": 1}):
        assert done.returncode == 0, done.stderr
        *told, record = done.stdout.splitlines()
        assert not any(line.lower().startswith("the text") for line in told)
        assert "\x1b" not in done.stdout and not any("\u202e" in line for line in told)
        assert json.loads(record)["id"] == lie
    for done in receipt({"id": "a", "out": None, "t": 2**53 - 1}):
        assert done.returncode == 0, done.stderr


@both_programs
def test_a_note_and_the_names_in_it_have_a_largest_size(tmp_path, program):
    file = tmp_path / "receipt"

    def attempt(other, below=""):
        file.write_bytes(other.receipt({"id": "a"}, below=below))
        done = run(file, "--key", other.verifier, program=program)
        assert len(done.stderr.splitlines()) == (done.returncode != 0)
        return done.returncode

    def signature(name, size=68):
        return f"\N{EM DASH} {name} {base64.b64encode(bytes(size)).decode()}\n"

    # Bytes count and not characters.
    for fits, too_long in (("x" * 255, "x" * 256), ("x" + "é" * 127, "é" * 128)):
        assert attempt(OtherLog(), signature(fits)) == 0
        assert attempt(OtherLog(), signature(too_long)) == 65
        assert attempt(OtherLog(fits)) == 0
        assert attempt(OtherLog(too_long)) == 65
    for size, code in ((2**20, 0), (2**20 + 1, 65)):
        other = OtherLog()
        room = size - len(other.receipt({"id": "a"}).split(b"\n\n", 1)[1])
        # Four characters for each three bytes; what that leaves is made up by the name.
        least = len(signature("", 0).encode())
        words = (room - least - 1) // 4
        below = signature("x" * (room - least - 4 * words), 3 * words)
        assert len(below.encode()) == room
        assert attempt(other, below) == code


@both_programs
def test_a_key_that_is_not_utf8_is_no_key(program):
    name, public = b"\xff.example/log", b"\x01" + bytes(32)
    identifier = hashlib.sha256(name + b"\n" + public).hexdigest()[:8].encode()
    key = b"+".join([name, identifier, base64.b64encode(public)])
    done = subprocess.run(
        [*PROGRAMS[program], PYTHON / "one-key.tlog-proof", "--key", key], capture_output=True, timeout=60)
    assert done.returncode == 65 and done.stderr.count(b"\n") == 1


SALT = bytes(range(32))


def commitment(text):
    return "hmac-sha256:" + hmac.new(SALT, text.encode(), hashlib.sha256).hexdigest()


def compared(tmp_path, record, text, program):
    """What the program says of a text and of the record of another log, opened with `SALT`."""
    (tmp_path / "text").write_text(text, encoding="utf-8")
    other, file = OtherLog(), tmp_path / "receipt"
    file.write_bytes(other.receipt({"id": "a", **record}, salt_out=SALT.hex()))
    done = run(file, "--key", other.verifier, "--text", tmp_path / "text", program=program)
    assert len(done.stderr.splitlines()) == (done.returncode != 0)
    return done


@both_programs
def test_a_commitment_that_is_none_fits_no_text(tmp_path, program):
    good = commitment("Wasser")
    assert compared(tmp_path, {"out": good}, "Wasser", program).returncode == 0
    for bad in ("", "hmac-sha256:\u00e9", good + "\u0301", good.upper(), good.removeprefix("hmac-sha256:")):
        done = compared(tmp_path, {"out": bad}, "Wasser", program)
        assert done.returncode == 1 and "the text is not the one" in done.stderr


@both_programs
def test_the_form_of_a_record_says_whether_another_spelling_is_the_same_text(tmp_path, program):
    composed, apart = "\u00c5ngstr\u00f6m", "A\u030angstro\u0308m"
    for form, code in (({}, 0), ({"out_form": None}, 0), ({"out_form": "text"}, 0),
                       ({"out_form": "json"}, 1), ({"out_form": "tool_calls"}, 1)):
        record = {"out": commitment(composed), **form}
        assert compared(tmp_path, record, composed, program).returncode == 0
        assert compared(tmp_path, record, apart, program).returncode == code


@both_programs
@pytest.mark.parametrize("form", [0, 5, False, True, [], ["text"], {}, "", "Text", "lines"], ids=repr)
def test_a_text_is_compared_in_no_form_that_is_not_defined(tmp_path, form, program):
    text = "\u00c5ngstr\u00f6m"
    done = compared(tmp_path, {"out": commitment(text), "out_form": form}, text, program)
    assert done.returncode == 65 and "out_form" in done.stderr


# A mark of Unicode 15, below the letter: the accent behind it still goes to the letter.
NEW_MARK = "\U00010efd"


@both_programs
def test_a_genuine_text_with_new_characters_is_never_called_another_one(tmp_path, program):
    done = compared(tmp_path, {"out": commitment("\u00e1" + NEW_MARK)}, "a" + NEW_MARK + "\u0301", program)
    if program == "toolgate" or unicodedata.category(NEW_MARK) != "Cn":
        assert done.returncode == 0
    else:
        assert done.returncode == 1
        assert done.stderr.startswith("verify-receipt: not proven: cannot tell: ")
        assert f" Unicode {unicodedata.unidata_version}," in done.stderr
        assert "a newer Python or `toolgate receipt verify` can" in done.stderr


def test_an_older_unicode_calls_no_text_another_one_that_it_cannot_read(monkeypatch):
    """Unicode 3.2, which every Python has, does not know that U+FA70 is another spelling of U+4E26."""
    monkeypatch.setattr(verifier, "unicodedata", unicodedata.ucd_3_2_0)
    other = OtherLog()

    def told(original, text, form="text"):
        record = {"out": commitment(original), "out_form": form}
        receipt = verifier.Receipt(other.receipt(record, SALT.hex()), [verifier.VerifierKey(other.verifier)])
        try:
            receipt.check_text("out", text.encode())
        except verifier.Unproven as problem:
            return str(problem)
        return "proven"

    known, unknown = "the text is not the one", "cannot tell: the text has characters that Unicode 3.2.0"
    assert told("\u4e26", "\ufa70").startswith(unknown)
    assert told("\u4e26", "\ufa70\n").startswith(unknown)
    assert told("\ufa70", "\ufa70") == "proven"
    assert told("\u4e26", "\u4e27").startswith(known)
    # What was committed to as it is needs no Unicode, and noncharacters and private characters never get a meaning.
    assert told("\u4e26", "\ufa70", "json").startswith(known)
    for never in ("\ufdd0", "\ufdef", "\uffff", "\U0001fffe", "\U0010ffff", "\ue000"):
        assert told("a", "a" + never).startswith(known)
    assert told("a", "a\ufdd0\ufa70").startswith(unknown)


def test_canonical_json_is_told_from_all_other():
    cases = json.loads((VECTORS / "canonical.json").read_text())
    for case in cases["accepted"]:
        assert isinstance(verifier.parse_canonical(bytes.fromhex(case), "it"), dict)
    for case in cases["refused"]:
        try:
            value = verifier.parse_canonical(bytes.fromhex(case), "it")
        except verifier.Malformed:
            continue
        assert not isinstance(value, dict), case


def test_the_vectors_are_what_their_program_makes(tmp_path):
    for name in ("make_vectors.py",):
        (tmp_path / name).write_bytes((VECTORS / name).read_bytes())
    subprocess.run([sys.executable, str(tmp_path / "make_vectors.py")], check=True, timeout=120)
    made = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert len(made) > 10
    for path in made:
        assert (VECTORS / path).read_bytes() == (tmp_path / path).read_bytes(), path
