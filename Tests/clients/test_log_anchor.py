# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""The anchor that `toolgate init` makes: a home that was restored whole is refused without anybody having thought of it."""

import re
import shutil
import subprocess

import pytest

from auditing import covers_everything, stranger, verifier
from helpers import TOOLGATE, Gateway, Home, eventually
from test_log_faults import refusal, state

NO_ANCHOR = "the log has no anchor: that the whole home was restored from the past cannot be found out"


def as_init_writes_it(home):
    """The configuration of `init` with ports of its own: all else stays as it is."""
    file = home.directory / "toolgate.yaml"
    text = file.read_text()
    for port, own in ((8080, home.data), (8081, home.console)):
        assert f"127.0.0.1:{port}" in text
        text = text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{own}")
    file.write_text(text)


class World:
    def __init__(self, tmp_path):
        self.home = Home(tmp_path / "home")
        as_init_writes_it(self.home)
        self.home.add_project()
        self.token = self.home.issue()
        self.anchor = tmp_path / "home.anchor" / "checkpoint"
        self.gateway = Gateway(self.home, tmp_path / "gateway.log")

    def live(self):
        """A start, some calls, all of them published, and a stop."""
        self.gateway.start()
        who = stranger(self.home)
        for number in range(3):
            assert self.gateway.chat("toolgate/extractive-1", self.token, text=f"Call {number}.").status == 200
        eventually(lambda: listens(who) and covers_everything(self.home, who))
        self.gateway.stop()
        return who.seen

    def anchored(self):
        return verifier.Checkpoint(self.anchor.read_bytes(), stranger(self.home).keys)


def listens(who):
    try:
        return who.look()
    except OSError:
        return None


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.gateway.stop()


def test_a_home_restored_whole_is_refused_as_init_made_it(world, tmp_path):
    world.live()
    copy = tmp_path / "copy"
    shutil.copytree(world.home.directory, copy)
    seen = world.live()
    assert world.anchored().size == seen.size
    newest = tmp_path / "newest"
    world.home.directory.rename(newest)
    shutil.copytree(copy, world.home.directory)
    before = state(world.home)
    line = refusal(world.home, 1)
    assert f"a checkpoint of {seen.size} leaves is known" in line and "home.anchor/checkpoint" in line
    assert "restored from the past" in line and "toolgate log begin-anew" in line
    assert state(world.home) == before and world.anchored().size == seen.size

    # The newest copy is what it takes.
    shutil.rmtree(world.home.directory)
    newest.rename(world.home.directory)
    assert world.live().size > seen.size
    assert NO_ANCHOR not in world.gateway.log.read_text() + world.home.run("log", "verify").stdout

    # Or, without one, another log.
    shutil.rmtree(world.home.directory)
    shutil.copytree(copy, world.home.directory)
    refusal(world.home, 1)
    said = world.home.run("log", "begin-anew", "--log-origin", "llm.example.org/log-2").stdout
    assert re.search(r"home\.anchor/checkpoint\.ended-", said)
    world.live()
    assert world.anchored().origin == "llm.example.org/log-2"


def test_a_log_that_is_lost_or_old_is_made_again_behind_its_anchor(world, tmp_path):
    world.live()
    shutil.copytree(world.home.directory / "log", tmp_path / "log")
    seen = world.live()
    shutil.rmtree(world.home.directory / "log")
    assert world.live().size > seen.size
    shutil.rmtree(world.home.directory / "log")
    shutil.copytree(tmp_path / "log", world.home.directory / "log")
    world.live()
    assert "The log is sound." in world.home.run("log", "verify").stdout


def test_log_verify_does_not_call_a_log_sound_that_a_start_would_refuse(world, tmp_path):
    world.live()
    copy = tmp_path / "copy"
    shutil.copytree(world.home.directory, copy)
    before = world.anchor.read_bytes()
    world.live()
    good = world.anchor.read_bytes()
    assert "The log is sound." in world.home.run("log", "verify").stdout
    # One of the log's past is what a gateway that runs leaves there for a moment.
    world.anchor.write_bytes(before)
    assert "The log is sound." in world.home.run("log", "verify").stdout

    def refused(word):
        done = world.home.run("log", "verify", expect=1)
        assert "The log is sound." not in done.stdout and "signed by" in done.stdout
        (line,) = done.stderr.splitlines()
        assert line.startswith("toolgate: ") and "home.anchor/checkpoint: " in line and word in line

    for garbage in (b"garbage", b"", b"\xff\n", good[:-5], good.replace(b"\n", b" of another log\n", 1)):
        world.anchor.write_bytes(garbage)
        refused("")
        assert refusal(world.home, 1).removeprefix("toolgate: ") in world.home.run("check", expect=1).stderr
    world.anchor.unlink()
    refused("this anchor cannot be read (no such file)")
    world.anchor.write_bytes(good)

    # A home from the past is sound by itself.
    shutil.rmtree(world.home.directory)
    shutil.copytree(copy, world.home.directory)
    refused("so it was restored from the past")
    assert refusal(world.home, 1).removeprefix("toolgate: ") in world.home.run("check", expect=1).stderr


def test_a_home_is_moved_with_its_anchor_by_one_copy_and_alone_by_two(world, tmp_path):
    seen = world.live()
    place = tmp_path / "elsewhere"
    place.mkdir()
    for path in (world.home.directory, world.anchor.parent):
        path.rename(place / path.name)
    world.home.directory, world.anchor = place / "home", place / "home.anchor/checkpoint"
    world.home.environment["TOOLGATE_HOME"] = str(world.home.directory)
    assert world.live().size > seen.size

    shutil.rmtree(world.anchor.parent)
    assert "cannot be read" in (line := refusal(world.home, 69)) and "or the home was moved" in line
    assert line.removeprefix("toolgate: ") in world.home.run("check", expect=1).stderr
    world.anchor.parent.mkdir()
    shutil.copy(world.home.directory / "log/checkpoint", world.anchor)
    world.home.run("check")
    world.live()


def test_a_log_that_is_not_there_yet_is_not_called_damaged(world):
    line = world.home.run("log", "verify", expect=69).stderr
    assert line == f"toolgate: there is no {world.home.directory}/log/checkpoint: the gateway writes the log when it starts\n"
    world.home.run("check")
    file = world.home.directory / "toolgate.yaml"
    file.write_text(file.read_text().replace("publish: true", "publish: false"))
    assert "`provenance.publish` is false" in world.home.run("log", "verify", expect=69).stderr


def init(home, *arguments, expect=0):
    done = subprocess.run([TOOLGATE, "--home", home, "init", *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == expect, done.stdout + done.stderr
    return done


def test_another_place_or_none_is_named_at_init(tmp_path):
    other = tmp_path / "disk" / "checkpoint"
    home = tmp_path / "home"
    assert "no place for the anchor" in (line := init(home, "--anchor", other, expect=69).stderr)
    assert len(line.splitlines()) == 1 and "--no-anchor" in line and not home.exists()
    other.parent.mkdir()
    assert "lies in the home" in init(home, "--anchor", home / "checkpoint", expect=65).stderr
    init(home, "--anchor", other, "--no-anchor", expect=64)
    assert f"Anchor of the log: {other}" in init(home, "--anchor", other).stdout
    assert f'anchors: ["{other}"]' in (home / "toolgate.yaml").read_text()
    assert not (tmp_path / "home.anchor").exists()
    assert f"Anchor of the log: {tmp_path}/plain.anchor/checkpoint." in init(tmp_path / "plain").stdout

    # An anchor that is there is another log's.
    (tmp_path / "second.anchor").mkdir()
    (tmp_path / "second.anchor/checkpoint").write_text("of another log")
    assert "as the anchor of another log" in init(tmp_path / "second", expect=1).stderr
    assert not (tmp_path / "second").exists()


def test_a_home_behind_a_link_has_its_anchor_beside_the_directory_itself(tmp_path):
    home, link = tmp_path / "disk" / "toolgate", tmp_path / "home"
    home.mkdir(parents=True)
    link.symlink_to(home)
    # By its other name the anchor would lie in the home all the same.
    for name, anchor in ((link, home), (home, link)):
        line = init(name, "--anchor", anchor / "checkpoint", expect=65).stderr
        assert "lies in the home" in line and not any(home.iterdir())

    world = World(tmp_path)
    world.anchor = tmp_path / "disk" / "toolgate.anchor" / "checkpoint"
    seen = world.live()
    assert world.anchored().size == seen.size and not (tmp_path / "home.anchor").exists()
    # A start with leaves needs the anchor to be where the configuration says.
    assert world.live().size > seen.size


def test_a_place_that_is_no_directory_ends_init_before_anything_is_made(tmp_path):
    (tmp_path / "home.anchor").write_text("a file")
    line = init(tmp_path / "home", expect=69).stderr
    assert "home.anchor: no place for the anchor" in line and "--anchor FILE" in line and "--no-anchor" in line
    assert len(line.splitlines()) == 1 and not (tmp_path / "home").exists()


def test_without_an_anchor_everybody_is_told(world):
    file = world.home.directory / "toolgate.yaml"
    text, count = re.subn(r"anchors: \[.*\]", "anchors: []", file.read_text())
    assert count == 1
    file.write_text(text)
    world.live()
    assert world.gateway.log.read_text().count(NO_ANCHOR) == 1
    assert f"warning: {NO_ANCHOR}" in world.home.run("log", "verify").stdout
    assert f"warning: {NO_ANCHOR}" in world.home.run("check").stdout
