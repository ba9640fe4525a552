# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The log's keys: a replacement and an ending that died half way, and the first key of an older installation."""

import shutil

import pytest

import clock
from auditing import covers_everything, stranger, verifier
from helpers import eventually
from test_log_faults import SCRIPTS, World, provenance, refusal, state


@pytest.fixture
def world(make_gateway):
    return World(make_gateway(SCRIPTS, start=False))


def test_a_replacement_of_the_key_that_died_is_done_again_or_taken_back(world):
    world.live()
    keys = world.home.directory / "keys"
    (printed,) = world.home.run("log", "keys").stdout.split()
    # It dies before the new key has the place of the one that signs: that one has two names.
    (keys / "log-old.key").hardlink_to(keys / "log.key")
    (keys / "log-new.key").write_text("toolgate-")
    assert world.home.run("log", "keys").stdout.split() == [printed]
    assert "no key is being replaced" in world.home.run("log", "rotate-key", "--finish", expect=1).stderr
    world.home.run("log", "rotate-key")
    assert len(set(world.home.run("log", "keys").stdout.split())) == 2
    assert not (keys / "log-new.key").exists() and (keys / "log.key").stat().st_mode & 0o777 == 0o600
    assert (keys / "log.key").read_text() != (keys / "log-old.key").read_text()

    (keys / "log.key").unlink()
    line = refusal(world.home, 69)
    assert f"mv {keys}/log-old.key {keys}/log.key" in line
    (keys / "log-old.key").rename(keys / "log.key")
    world.gateway.start()
    eventually(world.console_listens)


def begin(world, anchor):
    """A log with an anchor and some calls, stopped again."""
    provenance(world.home, f"anchors: [{anchor}]")
    world.gateway.start()
    eventually(world.console_listens)
    world.make_calls()
    world.gateway.stop()


def verified(home):
    (line,) = home.run("log", "verify", expect=1).stderr.splitlines()
    return line


def test_an_anchor_of_a_key_that_was_replaced_is_told_with_the_line_to_put_back(world, tmp_path):
    anchor, disk = tmp_path / "anchor", tmp_path / "disk"
    begin(world, anchor)
    shutil.copy(anchor, disk)
    world.home.run("log", "rotate-key")
    world.gateway.start()
    eventually(world.console_listens)
    world.make_calls()
    world.gateway.stop()
    world.home.run("log", "rotate-key", "--finish")
    world.who = stranger(world.home)
    world.gateway.start()
    eventually(world.console_listens)
    world.gateway.stop()

    # The anchor's disk was away meanwhile: what is there only the former key has signed.
    shutil.copy(disk, anchor)
    assert "The log is sound." in world.home.run("log", "verify").stdout
    list_ = world.home.directory / "keys/log-keys.txt"
    old, new = list_.read_text().split()
    list_.write_text(f"{new}\n")
    before = state(world.home)
    for line in (refusal(world.home, 1), verified(world.home)):
        assert f"{anchor}: signed with a key of this log that has ended: the next one signs since {clock.TODAY}" in line
        assert f"add its public key to {list_}" in line and line.endswith(f": {old}")
    assert state(world.home) == before
    list_.write_text(f"{old}\n{new}\n")
    world.gateway.start()
    eventually(world.console_listens)

    # Of a stranger nothing is known.
    world.gateway.stop()
    anchor.write_bytes(anchor.read_bytes().replace(old.split("+")[0].encode(), b"other.example/log"))
    assert "signed by none of the given keys" in refusal(world.home, 1)


def test_the_anchor_of_a_log_that_was_ended_is_told_with_its_new_name(world, tmp_path):
    anchor, disk = tmp_path / "anchor", tmp_path / "disk"
    begin(world, anchor)
    old = world.home.run("log", "keys").stdout.strip()
    anchor.rename(disk)
    said = world.home.run("log", "begin-anew", "--log-origin", "llm.example.org/log").stdout
    wanted = f"mv {anchor} {anchor}.ended-{old.split('+')[1]}"
    assert wanted in said
    # Nobody did that, and the disk is back.
    disk.rename(anchor)
    line = refusal(world.home, 1)
    assert f"{anchor}: is of the log {old.split('+')[0]}, which was ended" in line and line.endswith(wanted)
    anchor.rename(f"{anchor}.ended-{old.split('+')[1]}")
    world.gateway.start()
    world.who = stranger(world.home)
    eventually(world.console_listens)


@pytest.mark.parametrize("moved", range(5))
def test_an_ending_that_died_is_finished_by_the_next_run(world, tmp_path, moved):
    anchor = tmp_path / "anchor"
    provenance(world.home, f"anchors: [{anchor}]")
    world.gateway.start()
    eventually(world.console_listens)
    world.make_calls()
    world.gateway.stop()
    keys, log = world.home.directory / "keys", world.home.directory / "log"
    (old,) = world.home.run("log", "keys").stdout.split()
    suffix = f".ended-{old.split('+')[1]}"
    # Everything but the last step, and then some of it or all.
    last = keys / f"log.key{suffix}"
    new = keys / "log-anew.key"
    new.write_text((keys / "log.key").read_text().replace(old.split("+")[0], "llm.example.org/log"))
    new.chmod(0o600)
    for path in [keys / "log-keys.txt", log, anchor][:moved]:
        path.rename(f"{path}{suffix}")
    if moved == 4:
        last.hardlink_to(keys / "log.key")
    before = state(world.home)
    assert "was interrupted; run `toolgate log begin-anew` again" in refusal(world.home, 69)
    assert "was interrupted" in world.home.run("log", "rotate-key", expect=69).stderr
    assert "--log-origin llm.example.org/log" in world.home.run(
        "log", "begin-anew", "--log-origin", "another.example/log", expect=1).stderr
    assert state(world.home) == before

    said = world.home.run("log", "begin-anew").stdout
    for path in [keys / "log.key", keys / "log-keys.txt", log, anchor]:
        assert f"{path}{suffix}\n" in said
    assert old.split("+")[0] + " is ended" in said and "llm.example.org/log+" in said
    assert verifier.Checkpoint(anchor.with_name(f"anchor{suffix}").read_bytes(), world.who.keys).size
    assert not new.exists() and last.exists()
    world.gateway.start()
    world.who = stranger(world.home)
    eventually(world.console_listens)
    assert [key.name for key in world.who.keys] == ["llm.example.org/log"]
    eventually(lambda: covers_everything(world.home, world.who))


def test_the_log_of_an_older_installation_is_named_before_its_first_start(world):
    keys = world.home.directory / "keys"
    for name in ("log.key", "log-keys.txt"):
        (keys / name).unlink()
    for command in (["log", "keys"], ["log", "verify"], ["log", "rotate-key"], ["log", "begin-anew"]):
        (line,) = world.home.run(*command, expect=69).stderr.splitlines()
        assert "the first start makes it" in line and "toolgate log begin-anew --log-origin NAME" in line
    assert not (keys / "log.key").exists()
    said = world.home.run("log", "begin-anew", "--log-origin", "llm.example.org/log").stdout
    assert said.startswith("The next start begins the log llm.example.org/log") and "is ended" not in said
    (key,) = world.home.run("log", "keys").stdout.split()
    assert key in said
    world.gateway.start()
    world.who = stranger(world.home)
    eventually(world.console_listens)
    assert [key.name for key in world.who.keys] == ["llm.example.org/log"]
