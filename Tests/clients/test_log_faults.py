# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""What befalls a log: backups from the past, lost and open keys, a full disk, a clock that goes backwards, a new key."""

import contextlib
import hashlib
import json
import re
import shutil
import subprocess

import pytest

from auditing import covers_everything, stranger, verifier
from helpers import CERTIFICATE, call, eventually
from test_log import receipt

SCRIPTS = {"good": "normal"}
ORIGIN = re.compile(r"toolgate\.invalid/\w+")


def metric(home, name):
    page = call(home.console, "GET", "/metrics").body.decode()
    return int(re.search(rf"^{name} (\d+)$", page, re.MULTILINE).group(1))


def provenance(home, *lines):
    """Adds to `provenance:` of the configuration."""
    with open(home.directory / "toolgate.yaml", "a") as file:
        file.write("\n".join(["provenance:", *(f"  {line}" for line in lines)]) + "\n")


def refusal(home, code):
    """The one line that is no log line of a start that fails."""
    lines = [line for line in home.run("serve", expect=code).stderr.splitlines() if not line.startswith("{")]
    assert len(lines) == 1 and lines[0].startswith("toolgate: "), lines
    return lines[0]


def state(home):
    """What must not change when a start is refused: every row of the ledger and every file but the locks."""
    with home.ledger() as ledger:
        rows = hashlib.sha256("\n".join(ledger.iterdump()).encode()).hexdigest()
    return {"rows": rows} | {
        str(path.relative_to(home.directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.directory.rglob("*"))
        if path.is_file() and not path.name.endswith("lock") and "ledger.sqlite" not in path.name}


class World:
    """A gateway that has made some calls, a backup from then, and some more calls."""

    def __init__(self, gateway):
        self.gateway, self.home = gateway, gateway.home
        self.token = self.home.issue()
        self.who = stranger(self.home)
        self.backup = self.home.directory.with_name(self.home.directory.name + "-backup")

    def make_calls(self, count=3):
        for number in range(count):
            assert self.gateway.chat("good", self.token, text=f"call {number}").status == 200
        eventually(lambda: covers_everything(self.home, self.who))

    def live(self):
        self.gateway.start()
        eventually(self.console_listens)
        self.make_calls()
        self.gateway.stop()
        self.backup.mkdir()
        self.home.run("ledger", "backup", str(self.backup / "ledger.sqlite"))
        shutil.copytree(self.home.directory / "log", self.backup / "log")
        self.gateway.start()
        eventually(self.console_listens)
        self.make_calls()
        self.last = self.gateway.chat("good", self.token)
        self.receipt = receipt(self.with_token(), self.last).body
        self.who.look()
        self.gateway.stop()
        return self

    def with_token(self):
        self.gateway.token = self.token
        return self.gateway

    def console_listens(self):
        with contextlib.suppress(OSError):
            return self.who.look()

    def restore(self, *names):
        for name in names:
            target = self.home.directory / name
            if (self.backup / name).is_dir():
                shutil.rmtree(target)
                shutil.copytree(self.backup / name, target)
            else:
                for suffix in ("", "-wal", "-shm"):
                    target.with_name(name + suffix).unlink(missing_ok=True)
                shutil.copy(self.backup / name, target)

    def gateway_time(self):
        """When the newest call began, in seconds since 1970."""
        with self.home.ledger() as ledger:
            return ledger.execute("SELECT max(at) FROM intent").fetchone()[0] // 1_000_000

    def is_proven(self, data):
        found = verifier.Receipt(data, self.who.keys)
        found.check_inclusion()
        return found


@pytest.fixture
def world(make_gateway):
    return World(make_gateway(SCRIPTS, start=False))


def test_a_ledger_from_the_past_is_refused_and_the_way_out_works(world):
    world.live()
    signed = world.who.seen.size
    world.restore("ledger.sqlite")
    before = state(world.home)
    line = refusal(world.home, 1)
    assert f"has signed {signed} leaves and the ledger holds {signed - 4}" in line
    assert "restore a newer ledger" in line and "toolgate log begin-anew" in line
    assert state(world.home) == before, "nothing may be changed by a start that is refused"
    assert line.removeprefix("toolgate: ") in world.home.run("check", expect=1).stderr

    old_keys = world.home.run("log", "keys").stdout.split()
    said = world.home.run("log", "begin-anew", "--log-origin", "llm.example.org/log").stdout
    assert ORIGIN.search(said) and "llm.example.org/log+" in said
    world.gateway.start()
    new = stranger(world.home)
    world.who, old = new, world.who
    eventually(world.console_listens)
    assert [key.name for key in new.keys] == ["llm.example.org/log"]
    world.make_calls()
    assert len(new.audit()) == new.seen.size
    world.gateway.stop()
    # A name is used once: nobody could tell the two logs apart.
    (line,) = world.home.run("log", "begin-anew", "--log-origin", old_keys[0].split("+")[0], expect=1).stderr.splitlines()
    assert "is the name of a log that ended before" in line
    assert [key.name for key in stranger(world.home).keys] == ["llm.example.org/log"]
    # What the old log signed is proven with its old key, and only with that.
    assert [key.name for key in old.keys] == [key.split("+")[0] for key in old_keys]
    world.who = old
    assert world.is_proven(world.receipt).record["id"] in world.last.headers["x-request-id"]
    ended = [path.name for path in world.home.directory.iterdir() if path.name.startswith("log.ended-")]
    kept = verifier.Checkpoint((world.home.directory / ended[0] / "checkpoint").read_bytes(), old.keys)
    assert kept.size == signed


def test_a_ledger_with_other_records_than_were_signed_is_refused(world):
    world.live()
    world.restore("ledger.sqlite", "log")
    world.gateway.start()
    world.who = stranger(world.home)
    eventually(world.console_listens)
    world.make_calls(6)
    world.gateway.stop()
    other = world.home.directory / "log-of-others"
    shutil.copytree(world.home.directory / "log", other)
    # The ledger of one line of events, and the log of the other, which is not longer.
    shutil.rmtree(world.home.directory / "log")
    shutil.copytree(other, world.home.directory / "log")
    with world.home.ledger() as ledger:
        (leaves,) = ledger.execute("SELECT count(*) FROM leaf").fetchone()
    file = world.home.directory / "ledger.sqlite"
    world.restore("ledger.sqlite")
    provenance(world.home, "publish: false")
    world.gateway.start()
    for number in range(leaves):
        assert world.gateway.chat("good", world.token, text=f"another {number}").status == 200
    world.gateway.stop()
    settings = world.home.directory / "toolgate.yaml"
    settings.write_text(settings.read_text().replace("publish: false", "publish: true"))
    assert file.exists()
    line = refusal(world.home, 1)
    assert "is not the one that the log has signed" in line and "toolgate log begin-anew" in line


def test_a_damaged_log_is_not_put_down_to_the_ledger(world):
    world.live()
    signed = world.who.seen
    log = world.home.directory / "log"
    damaged = bytearray((log / "level-0").read_bytes())
    damaged[40] ^= 1
    (log / "level-0").write_bytes(damaged)
    (line,) = world.home.run("log", "verify", expect=1).stderr.splitlines()
    assert f"{log}: the log's directory is damaged" in line and "move the directory away" in line
    assert line == refusal(world.home, 1) and "begin-anew" not in line
    log.rename(world.home.directory.with_name(world.home.directory.name + "-damaged-log"))
    world.gateway.start()
    new = stranger(world.home)
    eventually(lambda: console(new) and new.seen.size >= signed.size)
    # Consistent with what the stranger saw before.
    assert world.who.look().size >= signed.size and world.who.audit()
    world.gateway.stop()
    assert "The log is sound." in world.home.run("log", "verify").stdout


def test_a_log_from_the_past_catches_up_with_a_whole_ledger(world):
    world.live()
    signed = world.who.seen
    world.restore("log")
    world.gateway.start()
    new = stranger(world.home)
    eventually(lambda: console(new) and new.seen.size >= signed.size)
    assert world.who.audit(), "what was signed before is a prefix of what is signed now"
    world.make_calls()
    world.gateway.stop()
    assert "The log is sound." in world.home.run("log", "verify").stdout


def test_a_log_that_is_gone_is_made_again_with_the_same_roots(world):
    world.live()
    shutil.rmtree(world.home.directory / "log")
    world.gateway.start()
    who = stranger(world.home)
    eventually(lambda: console(who) and covers_everything(world.home, who))
    # Consistent with what the stranger saw before.
    assert world.who.look().size == who.seen.size
    world.gateway.stop()


def console(who):
    with contextlib.suppress(OSError):
        return who.look()


def test_a_whole_home_from_the_past_is_refused_by_its_anchor_and_noticed_by_readers(world, tmp_path):
    anchor = tmp_path / "elsewhere" / "checkpoint"
    anchor.parent.mkdir()
    provenance(world.home, f"anchors: [{anchor}]")
    world.live()
    signed = world.who.seen.size
    assert verifier.Checkpoint(anchor.read_bytes(), world.who.keys).size == signed
    world.restore("ledger.sqlite", "log")
    before = state(world.home)
    line = refusal(world.home, 1)
    assert line.startswith(f"toolgate: {anchor}: a checkpoint of {signed} leaves is known")
    assert "toolgate log begin-anew" in line and state(world.home) == before

    # The anchor's disk is not mounted: that is not the same as having no anchor.
    anchor.parent.rename(tmp_path / "not-mounted")
    line = refusal(world.home, 69)
    assert line.startswith(f"toolgate: {anchor}: this anchor cannot be read") and "mount its disk" in line
    assert f"cp {world.home.directory}/log/checkpoint {anchor}" in line and state(world.home) == before

    # Without the anchor nobody at home can tell, and whoever kept a checkpoint can.
    settings = world.home.directory / "toolgate.yaml"
    settings.write_text(settings.read_text().replace(f"anchors: [{anchor}]", "anchors: []"))
    world.gateway.start()
    seen, world.who = world.who, stranger(world.home)
    eventually(world.console_listens)
    with pytest.raises(verifier.Unproven):
        seen.look()
    world.make_calls(8)
    with pytest.raises(verifier.Unproven, match="the log was rewritten"):
        seen.look()
    world.gateway.stop()


def test_an_anchor_that_cannot_be_written_is_told_once(world, tmp_path):
    anchor = tmp_path / "unmounted" / "checkpoint"
    provenance(world.home, f"anchors: [{anchor}]")
    world.gateway.start()
    eventually(world.console_listens)
    world.make_calls()
    world.make_calls()
    anchor.parent.mkdir()
    world.make_calls()
    eventually(lambda: "is published again" in world.gateway.log.read_text())
    lines = [line for line in world.gateway.log.read_text().splitlines() if "anchor has no copy" in line]
    assert len(lines) == 1 and str(anchor) in lines[0]
    assert verifier.Checkpoint(anchor.read_bytes(), world.who.keys).size == world.who.look().size


def test_a_log_that_cannot_be_read_says_so_to_programs(world):
    world.gateway.start()
    eventually(world.console_listens)
    world.make_calls()
    file = world.home.directory / "log/level-0"
    hashes = file.read_bytes()
    tile = f"/log/{verifier.tile_path(0, *world.who.tiles(world.who.seen.size)[0])}"
    with open(file, "r+b") as cut:
        cut.truncate(0)
    answer = call(world.home.console, "GET", tile)
    assert answer.status == 503 and answer.headers["retry-after"] == "30"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8" and answer.body.endswith(b"at the moment.\n")
    file.write_bytes(hashes)
    assert call(world.home.console, "GET", tile).status == 200


def test_a_ledger_from_the_past_without_log_and_anchor_begins_no_second_history(world, tmp_path):
    anchor = tmp_path / "disk" / "checkpoint"
    provenance(world.home, f"anchors: [{anchor}]")
    anchor.parent.mkdir()
    world.live()
    anchor.parent.rename(tmp_path / "not-mounted")
    shutil.rmtree(world.home.directory / "log")
    line = refusal(world.home, 69)
    assert "this log has signed before" in line and str(anchor) in line and "begin-anew" in line
    log = world.home.directory / "log"
    assert not log.exists(), "a refused start leaves nothing behind"
    # Also where an empty directory is all that a backup has of it.
    for there in (False, True):
        if there:
            log.mkdir()
        assert world.home.run("log", "verify", expect=69).stderr == f"{line}\n"
        assert line.removeprefix("toolgate: ") in world.home.run("check", expect=1).stderr
    assert refusal(world.home, 69) == line and {path.name for path in log.iterdir()} <= {"lock"}
    # Nor with the ledger of the backup, nor is anything made that would pass for a log the next time.
    world.restore("ledger.sqlite")
    assert refusal(world.home, 69) == refusal(world.home, 69) == line and not anchor.parent.exists()
    assert line.removeprefix("toolgate: ") in world.home.run("check", expect=1).stderr
    (tmp_path / "not-mounted").rename(anchor.parent)
    assert "restore a newer ledger" in (line := refusal(world.home, 1)) and "signed 0" not in line
    assert world.home.run("log", "verify", expect=1).stderr == f"{line}\n"
    assert line.removeprefix("toolgate: ") in world.home.run("check", expect=1).stderr


def test_an_anchor_that_comes_back_from_another_history_ends_the_signing_and_no_call(world, tmp_path):
    anchor = tmp_path / "disk" / "checkpoint"
    provenance(world.home, f"anchors: [{anchor}]")
    anchor.parent.mkdir()
    world.live()
    newest = anchor.read_bytes()
    # The whole home from the past, with the anchor: nobody can tell.
    world.restore("ledger.sqlite", "log")
    shutil.copy(world.backup / "log/checkpoint", anchor)
    world.gateway.start()
    world.who = stranger(world.home)
    eventually(world.console_listens)
    world.make_calls(1)
    signed = world.who.look().size
    anchor.write_bytes(newest)
    answers = [world.gateway.chat("good", world.token, text=f"again {number}") for number in range(5)]
    assert {answer.status for answer in answers} == {200}
    eventually(lambda: "nothing is signed any more" in world.gateway.log.read_text())
    eventually(lambda: metric(world.home, "toolgate_log_waiting") == 5)
    assert world.who.look().size == signed and anchor.read_bytes() == newest
    world.gateway.stop()
    with world.home.ledger() as ledger:
        (open_calls,) = ledger.execute(
            "SELECT count(*) FROM intent WHERE seq NOT IN (SELECT seq FROM settlement)").fetchone()
    assert open_calls == 0
    told = [line for line in world.gateway.log.read_text().splitlines() if "nothing is signed any more" in line]
    assert len(told) == 1 and str(anchor) in told[0] and "toolgate log begin-anew" in told[0]
    assert str(anchor) in refusal(world.home, 1)


def test_keys_that_are_lost_open_or_of_another_log_are_refused(world, tmp_path):
    world.live()
    key = world.home.directory / "keys/log.key"
    right = key.read_text()

    key.chmod(0o644)
    assert f"{key}: others may read or write this key (mode 644); run: chmod 600 {key}" in refusal(world.home, 77)
    key.unlink()
    assert "is missing" in (line := refusal(world.home, 69)) and "restore the key from its backup" in line
    assert not key.exists(), "a log is not signed by a key that was just made up"
    key.write_text("something else\n")
    key.chmod(0o600)
    assert "toolgate-key/1" in refusal(world.home, 65)

    # Another key under the same name, and a key with another name.
    seed = right.split()[2]
    other = ("B" if seed[0] != "B" else "C") + seed[1:]
    key.write_text(right.replace(seed, other))
    (world.home.directory / "keys/log-keys.txt").rename(tmp_path / "log-keys.txt")
    before = state(world.home)
    assert "log/checkpoint: " in refusal(world.home, 1)
    key.write_text(right.replace(right.split()[1], "other.example/log"))
    assert "log/checkpoint: " in refusal(world.home, 1)
    key.write_text(right.replace(seed, other))
    assert state(world.home) == before

    key.write_text(right)
    (tmp_path / "log-keys.txt").rename(world.home.directory / "keys/log-keys.txt")
    world.gateway.start()
    eventually(world.console_listens)


def test_a_key_is_replaced_while_readers_follow(world, tmp_path):
    world.gateway.start()
    eventually(world.console_listens)
    world.make_calls()
    old_receipt = receipt(world.with_token(), world.gateway.chat("good", world.token)).body
    (old,) = world.home.run("log", "keys").stdout.split()

    printed = world.home.run("log", "rotate-key").stdout
    assert "a key is being replaced already" in world.home.run("log", "rotate-key", expect=1).stderr
    early = world.home.run("log", "rotate-key", "--finish", expect=1).stderr
    assert "log/checkpoint: not signed by the new key yet; restart the gateway first" in early
    assert len(early.splitlines()) == 1 and len(world.home.run("log", "keys").stdout.split()) == 2
    assert (world.home.directory / "keys/log-old.key").exists()
    assert len(world.who.look().signers) == 1, "a running gateway goes on with the key that it began with"
    world.gateway.stop()
    world.gateway.start()
    eventually(world.console_listens)
    keys = world.home.run("log", "keys").stdout.split()
    assert len(keys) == 2 and keys[0] == old and keys[1] in printed
    both = stranger(world.home)
    eventually(lambda: covers_everything(world.home, both))
    assert len(both.look().signers) == 2
    world.make_calls()
    assert sorted(entry["key"] for entry in both.audit() if entry["type"] == "key") == sorted(keys)
    between = receipt(world.with_token(), world.gateway.chat("good", world.token)).body

    world.home.run("log", "rotate-key", "--finish")
    assert "no key is being replaced" in world.home.run("log", "rotate-key", "--finish", expect=1).stderr
    world.gateway.stop()
    world.gateway.start()
    reader = stranger(world.home)
    eventually(lambda: console(reader))
    assert [str(key.id.hex()) for key in reader.look().signers] == [keys[1].split("+")[1]]
    new_receipt = receipt(world.with_token(), world.gateway.chat("good", world.token)).body
    with pytest.raises(verifier.Unproven):
        world.who.look()
    for data, proven_by in ((old_receipt, [old]), (between, keys), (new_receipt, [keys[1]])):
        file = tmp_path / "receipt.tlog-proof"
        file.write_bytes(data)
        for key in keys:
            world.home.run("receipt", "verify", str(file), "--key", key, expect=0 if key in proven_by else 1)
        world.home.run("receipt", "verify", str(file))
    assert reader.fetch("keys").body.decode().split() == keys
    assert "The log is sound." in world.home.run("log", "verify").stdout


def test_a_clock_that_goes_backwards_changes_neither_order_nor_checkpoints(world):
    world.home.assess_anew(CERTIFICATE, days_ago=3)
    world.live()
    newest = world.gateway_time()
    clock = world.home.directory / "clock"
    clock.write_text(str(-36 * 3_600))
    world.home.environment["CLOCK_SHIFT_FILE"] = str(clock)
    assert "set the clock right" in world.home.run("serve", expect=69).stderr
    world.gateway.start("--clock-was-ahead")
    eventually(world.console_listens)
    world.make_calls()
    clock.write_text(str(-72 * 3_600))
    world.make_calls()
    entries = world.who.audit()
    times = [entry["t"] for entry in entries if entry["type"] == "call"]
    # Within a process time does not go back, and somebody is told that the clock did; the process began in the past.
    assert all(time < newest - 86_400 for time in times[-6:]) and max(times) >= newest
    moments = [entry["id"][:10] for entry in entries if entry["type"] == "call"]
    assert max(moments[-6:]) < min(moments[:-6]), "the clock went back over the restart"
    assert moments[-6:] == sorted(moments[-6:]), "and went on in the process"
    told = [line for line in world.gateway.log.read_text().splitlines() if "the machine's clock was set back by" in line]
    assert len(told) == 1 and json.loads(told[0])["log.level"] == "error"
    world.gateway.stop()
    del world.home.environment["CLOCK_SHIFT_FILE"]
    assert "The log is sound." in world.home.run("log", "verify").stdout
    world.home.run("ledger", "verify")
    world.gateway.start()
    eventually(world.console_listens)
    assert world.who.audit()[:len(entries)] == entries


@pytest.fixture
def small_disk(world):
    """A file system of a quarter of a megabyte where the log is."""
    place = world.home.directory / "log"
    place.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k,mode=755", "tmpfs", place], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"no small file system can be mounted: {mounted.stderr.strip()}")
    yield place
    world.gateway.stop()
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_keeps_the_log_waiting_and_no_call(world, small_disk, tmp_path):
    world.gateway.start()
    eventually(world.console_listens)
    world.make_calls()
    signed = world.who.look()
    ballast = small_disk / "ballast"
    with contextlib.suppress(OSError), open(ballast, "wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    answers = [world.gateway.chat("good", world.token, text=f"call {number}") for number in range(150)]
    assert {answer.status for answer in answers} == {200}
    eventually(lambda: "cannot be published" in world.gateway.log.read_text())
    path = f"/v1/provenance/{answers[-1].headers['x-request-id']}/receipt"
    pending = world.gateway.get(path, world.token)
    assert (pending.status, pending.code) == (409, "receipt_pending") and pending.headers["retry-after"] == "1"
    assert metric(world.home, "toolgate_log_waiting") >= 100
    assert world.gateway.get("/readyz", world.token).status == 200
    # It is read on, also while it is opened again and again.
    for _ in range(40):
        assert world.who.audit() and world.who.seen.size == signed.size
    with world.home.ledger() as ledger:
        (open_calls,) = ledger.execute(
            "SELECT count(*) FROM intent WHERE seq NOT IN (SELECT seq FROM settlement)").fetchone()
    assert open_calls == 0

    ballast.unlink()
    eventually(lambda: covers_everything(world.home, world.who))
    assert metric(world.home, "toolgate_log_waiting") == 0
    assert world.gateway.get(path, world.token).status == 200
    assert world.who.audit()
    eventually(lambda: "is published again" in world.gateway.log.read_text())
    lines = [json.loads(line) for line in world.gateway.log.read_text().splitlines() if line.startswith("{")]
    told = [line for line in lines if "cannot be published" in line["message"]]
    assert len(told) == 1 and "No space left on device" in told[0]["error.message"]
    assert "The log is sound." in world.home.run("log", "verify").stdout


def test_what_is_not_published_leaves_no_trace_outside_and_can_be_published_later(world):
    provenance(world.home, "publish: false")
    world.gateway.start()
    answer = world.gateway.chat("good", world.token)
    path = f"/v1/provenance/{answer.headers['x-request-id']}"
    assert world.gateway.get(path + "/receipt", world.token).status == 404
    record = world.gateway.get(path, world.token).json
    assert record["in"] is None and record["out"] is None
    eventually(lambda: call(world.home.console, "GET", "/log/checkpoint").status == 404)
    assert not (world.home.directory / "log").exists()
    world.gateway.stop()

    settings = world.home.directory / "toolgate.yaml"
    settings.write_text(settings.read_text().replace("publish: false", "publish: true"))
    world.gateway.start()
    eventually(world.console_listens)
    eventually(lambda: covers_everything(world.home, world.who))
    assert record in world.who.audit()
