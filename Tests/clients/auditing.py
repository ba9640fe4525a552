# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""What a stranger does who believes nobody: reads a published log over HTTP and works out every hash again.

Shares no line with the gateway: the hashes, notes and proofs are those of Tools/verify-receipt.
"""

import importlib.machinery
import importlib.util
import sys

from helpers import ROOT, call

TOOL = ROOT / "Tools/verify-receipt"
WIDTH = 256


def load_verifier():
    """Tools/verify-receipt as a module, without leaving compiled code beside it."""
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    loader = importlib.machinery.SourceFileLoader("verify_receipt", str(TOOL))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("verify_receipt", loader))
    loader.exec_module(module)
    sys.dont_write_bytecode = kept
    return module


verifier = load_verifier()


def root_of(leaves):
    """RFC 6962, section 2.1, to the letter."""
    if not leaves:
        return verifier.hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = verifier.split(len(leaves))
    return verifier.node_hash(root_of(leaves[:left]), root_of(leaves[left:]))


def entries_of(bundle):
    """The entries of a bundle, each with its length in two bytes in front (C2SP tlog-tiles)."""
    entries, at = [], 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at:at + 2], "big")
        entries.append(bundle[at + 2:at + 2 + length])
        assert len(entries[-1]) == length, "a bundle ends in the middle of an entry"
        at += 2 + length
    return entries


class Stranger:
    """Knows the console's port and the log's public keys, and remembers the last checkpoint it saw."""

    def __init__(self, console, keys):
        self.console, self.seen = console, None
        self.keys = [verifier.VerifierKey(key) for key in keys]

    @property
    def place(self):
        return f"http://127.0.0.1:{self.console}/log"

    def fetch(self, path):
        answer = call(self.console, "GET", f"/log/{path}")
        assert answer.status == 200, (path, answer.status, answer.body)
        return answer

    def look(self):
        """The newest checkpoint, once it is signed and begins with the last one that was seen."""
        newest = verifier.Checkpoint(self.fetch("checkpoint").body, self.keys)
        # Every tree begins with the one that has no leaf yet.
        if self.seen and self.seen.size:
            verifier.check_extends(self.seen, newest, self.place)
        self.seen = newest
        return newest

    def audit(self):
        """All entries of the log, after every hash of every tile was worked out from them."""
        tree = self.look()
        entries = []
        for index, width in self.tiles(tree.size):
            bundle = entries_of(self.fetch(verifier.tile_path("entries", index, width)).body)
            assert len(bundle) == width
            entries += bundle
        leaves = [verifier.leaf_hash(entry) for entry in entries]
        assert root_of(leaves) == tree.root, "the entries do not add up to the checkpoint's root"
        hashes, level = leaves, 0
        while hashes:
            for index, width in self.tiles(len(hashes)):
                tile = self.fetch(verifier.tile_path(level, index, width)).body
                assert tile == b"".join(hashes[WIDTH * index:WIDTH * index + width]), (level, index)
            whole = len(hashes) // WIDTH
            hashes, level = [root_of(hashes[WIDTH * at:WIDTH * (at + 1)]) for at in range(whole)], level + 1
        return [verifier.parse_canonical(entry, "an entry") for entry in entries]

    @staticmethod
    def tiles(count):
        """Index and width of the tiles that hold so many hashes."""
        return [(index, min(WIDTH, count - WIDTH * index)) for index in range((count + WIDTH - 1) // WIDTH)]


def stranger(home):
    """One who was given the keys that `toolgate log keys` prints."""
    return Stranger(home.console, home.run("log", "keys").stdout.split())


def covers_everything(home, who):
    """Whether the newest checkpoint covers every leaf of the ledger."""
    with home.ledger() as ledger:
        (leaves,) = ledger.execute("SELECT count(*) FROM leaf").fetchone()
    return who.look().size >= leaves


def calls_in(entries):
    """The ids of the calls in the log, in their order, as `x-request-id` gives them."""
    return ["req_" + entry["id"] for entry in entries if entry["type"] == "call"]
