#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""Writes the test vectors of the transparency log beside itself: made here, read by the tests of Swift and of Python.

Trees and proofs are the recursive definitions of RFC 6962, section 2.1, slow and easy to compare with the text.
Keys have public seeds and are good for nothing else. What is written is the same each time.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import random
import unicodedata

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

HERE = pathlib.Path(__file__).parent
ORIGIN = "toolgate.example/log"


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    def __init__(self, leaves):
        self.leaves, self.known = leaves, {}

    def root(self, start, end):
        if (start, end) not in self.known:
            if start == end:
                value = hashlib.sha256().digest()
            elif end - start == 1:
                value = self.leaves[start]
            else:
                k = self.k(end - start)
                value = node(self.root(start, start + k), self.root(start + k, end))
            self.known[start, end] = value
        return self.known[start, end]

    @staticmethod
    def k(n):
        k = 1
        while k * 2 < n:
            k *= 2
        return k

    def path(self, m, start, end):
        n = end - start
        if n == 1:
            return []
        k = self.k(n)
        if m < k:
            return self.path(m, start, start + k) + [self.root(start + k, end)]
        return self.path(m - k, start + k, end) + [self.root(start, start + k)]

    def subproof(self, m, start, end, b):
        n = end - start
        if m == n:
            return [] if b else [self.root(start, end)]
        k = self.k(n)
        if m <= k:
            return self.subproof(m, start, start + k, b) + [self.root(start + k, end)]
        return self.subproof(m - k, start + k, end, False) + [self.root(start, start + k)]


class Key:
    def __init__(self, name, seed, kind=1):
        self.name, self.kind, self.private = name, kind, Ed25519PrivateKey.from_private_bytes(seed)
        public = bytes([kind]) + self.private.public_key().public_bytes_raw()
        self.id = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        self.verifier = f"{name}+{self.id.hex()}+{base64.b64encode(public).decode()}"

    def line(self, text, time=None):
        if self.kind == 4:
            signature = time.to_bytes(8, "big") + self.private.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
        else:
            signature = self.private.sign(text.encode())
        return f"— {self.name} {base64.b64encode(self.id + signature).decode()}\n"


LOG = Key(ORIGIN, bytes(range(32)))
NEXT = Key(ORIGIN, bytes(range(64, 96)))
WITNESS = Key("witness.example/w1", bytes(range(32, 64)), kind=4)


def checkpoint(tree, keys):
    size = len(tree.leaves)
    text = f"{ORIGIN}\n{size}\n{base64.b64encode(tree.root(0, size)).decode()}\n"
    return text + "\n" + "".join(key.line(text, 1_790_000_000) for key in keys)


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commitment(salt, text):
    return "hmac-sha256:" + hmac.new(salt, unicodedata.normalize("NFC", text).encode(), hashlib.sha256).hexdigest()


def merkle():
    sizes = 600
    leaves = [leaf(f"entry {place}".encode()) for place in range(sizes)]
    whole = Tree(leaves)
    roots, inclusion, consistency = [], [], []
    for size in range(sizes + 1):
        roots.append(whole.root(0, size).hex())
        # All proofs of a size behind one another, hashed as if they were an entry.
        inclusion.append(leaf(b"".join(h for m in range(size) for h in whole.path(m, 0, size))).hex())
        proofs = (h for m in range(1, size + 1) for h in whole.subproof(m, 0, size, True))
        consistency.append(leaf(b"".join(proofs)).hex())
    return {"roots": roots, "inclusion": inclusion, "consistency": consistency}


def commitments():
    texts = [
        "", "plain", "Cafe\u0301", "Caf\u00e9", "\u212b\u2126", "\uac00\u11a8", "\u1100\u1161\u11a8", "が\u3099か\u3099",
        "क\u093c", "\u0b47\u0b3e", "a\u0323\u0307", "a\u0307\u0323", "\u1e9b\u0323", "שּׁ\u05b8", "\u0344x", "漢字\uf900",
        "🇺🇳👩‍🔬", "ไทย\u0e33", "\u0958", "Tiếng Việt", "\u0f73\u0f75", "e\u0301\u0301\u0301\n", "\u2000 \u2001",
    ]
    draw = random.Random(6962)
    salts = [bytes(32)] + [draw.randbytes(32) for _ in texts[1:]]
    return [{"text": t.encode().hex(), "salt": s.hex(), "commitment": commitment(s, t)} for t, s in zip(texts, salts)]


def normalization():
    """Texts of characters that decompose, compose or change places, and their form NFC."""
    known = [chr(v) for v in range(0x110000) if unicodedata.category(chr(v)) not in ("Cn", "Cs")]
    parts = [unicodedata.decomposition(c) for c in known]
    pairs = [part.split() for part in parts if " " in part and "<" not in part]
    pools = [
        [c for c, part in zip(known, parts) if part and "<" not in part],
        [c for c in known if unicodedata.combining(c)],
        [chr(int(pair[0], 16)) for pair in pairs], [chr(int(pair[1], 16)) for pair in pairs],
        [chr(v) for v in [*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]],
        [chr(v) for v in range(0xAC00, 0xAC00 + 28 * 3)], list("ab c\n1水か"),
    ]
    draw = random.Random(15)
    texts = ["\uac00\u11a8", "\u0f73\u0f75"]
    texts += ["".join(draw.choice(draw.choice(pools)) for _ in range(draw.randint(2, 9))) for _ in range(800)]
    return [[text.encode().hex(), unicodedata.normalize("NFC", text).encode().hex()] for text in texts]


def canonical_cases():
    good = [
        b"{}", b'{"a":1,"b":[1,-2,{"c":null}]}', b'{"a":"\\u0001\\n\\"\\\\/"}', '{"é":"水🌊","𐀀":1,"｡":2}'.encode(),
        b'{"n":9007199254740991}', b'{"n":-9007199254740991}', b'{"t":true,"u":false}', b'{"a":"1.5e3,-"}', b'{"a":[]}',
        b'{"":0}', b'{"a":"\x7f"}',
    ]
    bad = [
        b"", b"null", b"[]", b"1", b" {}", b"{} ", b"{}\n", b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1.5}', b'{"a":1e2}', b'{"a":-0}', b'{"a":01}', b'{"a":9007199254740992}', b'{"a":-9007199254740992}',
        b'{"a":[1.5]}', b'{"a":[12345678901234567890]}', b'{"a":"\\u0041"}', b'{"a":"\\/"}', b'{"a":"\\u001F"}',
        b'{"a":"\n"}',
        b'{"a":"\\ud800"}', b'{"a":"\xff"}', b'\xef\xbb\xbf{}', b'{"a":NaN}', b'{"a":1,}', b'{"a":"\\u000a"}',
        b"{'a':1}",
        '{"｡":2,"𐀀":1}'.encode(), b'{"a":1e21}', b'{"a":[[]', b'{"a":"\xed\xa0\x80"}',
    ]
    return {"accepted": [case.hex() for case in good], "refused": [case.hex() for case in bad]}


def receipts():
    answer, prompt = "Cafe\u0301 は\u3099 水\n", "Translate: coffee, water"
    salt_in, salt_out = bytes(range(32)), bytes(range(100, 132))
    record = {
        "v": 2, "type": "call", "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "t": 1795470101, "project": "wikisum",
        "in": commitment(salt_in, prompt), "in_form": "text", "out": commitment(salt_out, answer), "out_form": "text",
        "model": {"requested": "org/small", "rev": None}, "tok": {"in": 31, "out": 224}, "note": "é🌊\u2028\"\\\n",
    }
    entries = [f"entry {place}".encode() for place in range(700)]
    entries[517] = canonical(record)
    tree = Tree([leaf(entry) for entry in entries])
    extra = canonical({"record": record, "salt_in": salt_in.hex(), "salt_out": salt_out.hex()})

    def receipt(keys, extra=extra, tree=tree, index=517):
        proof = "".join(base64.b64encode(h).decode() + "\n" for h in tree.path(index, 0, len(tree.leaves)))
        head = f"c2sp.org/tlog-proof@v1\nextra {base64.b64encode(extra).decode()}\nindex {index}\n"
        return head + proof + "\n" + checkpoint(tree, keys)

    alone = canonical({"record": record, "salt_in": None, "salt_out": None})
    return {
        "one-key.tlog-proof": receipt([LOG]),
        "two-keys.tlog-proof": receipt([LOG, NEXT]),
        "witnessed.tlog-proof": receipt([LOG, WITNESS]),
        "single-leaf.tlog-proof": receipt([LOG], alone, Tree([leaf(canonical(record))]), 0),
        "answer.txt": answer,
        "prompt.txt": prompt,
        "log.key": LOG.verifier + "\n",
        "next.key": NEXT.verifier + "\n",
        "witness.key": WITNESS.verifier + "\n",
    }


def write(name, text):
    (HERE / name).write_text(text, encoding="utf-8", newline="\n")


def main():
    write("merkle.json", json.dumps(merkle(), indent=0) + "\n")
    write("commitments.json", json.dumps(commitments(), indent=1) + "\n")
    write("normalization.json", json.dumps(normalization(), indent=0) + "\n")
    write("canonical.json", json.dumps(canonical_cases(), indent=1) + "\n")
    (HERE / "python-made").mkdir(exist_ok=True)
    for name, text in receipts().items():
        write(f"python-made/{name}", text)


if __name__ == "__main__":
    main()
