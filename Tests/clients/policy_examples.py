# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""One policy directory in which every key of every kind of file is used once, and how to write it."""

import base64
import copy
import hashlib
import json

DAY = "2026-11-23"
DIGEST = hashlib.sha256(b"a text").hexdigest()
URL = "https://example.org/page"
BASE = "example/base"


def verifier_key(name):
    """A key as `certifiers.yaml` has it; the public key is that of RFC 8032, section 7.1, test 1."""
    key = b"\x01" + bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    identifier = hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8]
    return f"{name}+{identifier}+{base64.b64encode(key).decode()}"


def _answer(value):
    return {"answer": value, "url": URL, "quote": "A sentence."}


def _code():
    return {"present": "yes", "url": URL, "quote": "A sentence.", "license": "MIT", "commit": "a" * 40}


def _text():
    return {"url": URL, "sha256": DIGEST, "date": DAY}


def _stored():
    return {**_text(), "copy": {"file": "texts/example.txt", "package": "example 1 (PyPI)", "path": "LICENSE"}}


RATES = dict.fromkeys(
    ["input", "output", "cache_read", "cache_write", "audio", "image", "reasoning", "output_audio"], "0.15")

QUOTABLE = [
    "non_compete", "naming_duty", "use_policy", "use_policy_mutable", "non_commercial", "user_threshold",
    "region_exclusion", "output_terms", "flow_down", "hosting_is_distribution", "indemnity", "remote_kill"]

LICENSE = {
    "schema": "toolgate-license/1", "id": "LicenseRef-example", "kind": "license", "name": "Example licence 1",
    "spdx": None, "hf_ids": ["example"], "osi_approved": False, "fsf_libre": True, "free_content": False,
    "non_compete": "derivative_taint", "naming_duty": "display", "use_policy": "by_reference", "use_policy_mutable": True,
    "non_commercial": True, "user_threshold": {"measure": "monthly_active_users", "limit": 700, "applies": "always"},
    "region_exclusion": [{"region": "Atlantis", "scope": "everything"}], "output_terms": "use_policy",
    "flow_down": "use_restrictions", "hosting_is_distribution": True, "indemnity": False, "remote_kill": False,
    "text": _stored(), "use_policy_text": _stored(), "quotes": dict.fromkeys(QUOTABLE, "a text"), "confidence": "low", "source": [URL], "notes": "Notes.",
}

CERTIFICATE = {
    "schema": "toolgate-certificate/2", "id": "example/full", "name": "Example", "family": "Examples", "revision": "b" * 40,
    "weights": {
        "release": "open", "license": "MIT OR LicenseRef-example", "choice": "MIT", "quantization": "Q4_K_M",
        "text": _text(),
        "explicit_release": _answer(True), "intermediate_checkpoints": _answer("partial"),
    },
    "extra_terms": [
        {"name": "Policy", "license": "LicenseRef-policy", "text": _text(), "judgement": _answer("compatible")}],
    "files": [{"path": "model.safetensors", "size": 10, "sha256": DIGEST}],
    "code": {
        "license": "MIT",
        **{part: _code() for part in ["preprocessing", "training", "inference", "support", "architecture"]},
        "hyperparameters": _answer(False),
    },
    "data": {
        "tier": "D2", "description": "Texts.", "license": "MIT", "information_license": "MIT",
        "stages": _answer(["pretrain", "sft", "preference"]),
        "inventory": [
            {"name": "Texts", "kind": "public", "url": URL, "license": "MIT", "size": "10 tokens", "stage": "pretrain"}],
        "processing": _answer(True), "labelling": _answer(False), "complete": _answer(True),
    },
    "base_model": BASE, "distilled_from": [BASE], "languages": ["en", "zh-Hant"], "flags": ["trained_on_books3"],
    "tasks": ["chat"], "parameters": "1.7", "served_as": ["liftwing:example"], "notes": "Notes.",
    "released_on": "2025-07-08", "assessed_on": DAY, "expires": "2027-05-01", "sources": {"weights.license": URL, "code": "unverified"},
    "evidence": [{"field": "weights.license", "url": URL, "quote": "A quote."}],
}

PROVIDER = {
    "schema": "toolgate-provider/3", "id": "example", "provider": "Example", "product": "API", "host_class": "external",
    "region": "eu-central-1", "terms": {"name": "Terms", **_stored()}, "output_ownership": "customer",
    "output_training": "banned", "output_training_clause": "A clause.", "input_training": "never", "retention_days": 30,
    "zero_retention_option": True, "training_data_disclosed": "none", "minimum_age": 13, "use_policy": _stored(),
    "notes": "Notes.", "confidence": "medium", "assessed_on": DAY, "sources": [URL],
}


def _price(identifier, model, **seller):
    return {
        "id": identifier, **seller, "models": [model], "per": 1_000_000, "currency": "USD", "price": dict(RATES),
        "context_tiers": [{"above": 1000, "price": dict(RATES)}], "valid_from": DAY, "valid_to": "2027-01-01",
        "source": "unverified", "checked_on": DAY, "approved_by": "finance",
    }


PRICES = {
    "schema": "toolgate-prices/1",
    "prices": [
        _price("of-provider", "gpt-*", provider="Example", tier="batch"),
        _price("of-contract", "gpt-4", contract="example"), _price("of-our-own", "llama", trust="local")],
}

FACTS = {
    "tier": ["T1", "none"], "verdict": ["meets"], "data_tier": ["D3"], "trust": ["local"], "host": ["wikimedia"],
    "standing": ["in_force"], "license": ["MIT"], "flag": ["trained_on_books3"], "output_terms": ["none"],
    "non_compete": ["none"], "provider_output_training": ["none"], "provider_input_training": ["never"],
    "model": ["example/*"], "project": ["demo"], "purpose": ["translate", "none"], "target_wiki": ["enwiki"],
    "namespace": ["article"], "opted_in": ["yes"], "exception": ["no"], "operation": ["chat"],
}

RULES = {
    "schema": "toolgate-rules/1",
    "rules": [
        {"id": "example", "decision": "deny", "why": "Because.", "guideline": {"name": "Rule", "url": URL, "date": DAY},
         "when": FACTS},
        {"id": "example-not", "decision": "allow", "why": "Because.",
         "when": {fact: {"not": list(words)} for fact, words in FACTS.items()}},
        {"id": "example-heed", "decision": "remind", "why": "It matters.", "when": {"target_wiki": ["enwiki"]}},
    ],
}

# Kind of schema -> the file of the example.
FILES = {
    "spdx": "spdx.json", "license": "licenses/example.yaml", "certificate": "models/example.yaml",
    "provider": "providers/example.yaml", "prices": "prices/example.yaml", "certifiers": "certifiers.yaml",
    "signatures": "signatures/example.yaml", "revocations": "revocations.yaml", "watched": "watched.yaml",
    "rules": "rules/example.yaml", "exception": "exceptions/example.yaml", "opt-ins": "opt-ins.yaml",
    "switches": "switches.yaml",
}

EXAMPLES = {
    "spdx": {
        "schema": "toolgate-spdx/1", "license_list_version": "3.29.0", "source": URL, "note": "Notes.",
        "counts": {
            "licenses": 1, "osi_approved": 1, "exceptions": 1, "osi_approved_not_deprecated": 1, "fsf_libre": 1,
            "deprecated": 0},
        "licenses": [
            {"id": "MIT", "name": "MIT License", "osi_approved": True, "fsf_libre": True, "deprecated": False}],
        "exceptions": [{"id": "Classpath-exception-2.0", "name": "Classpath exception 2.0", "deprecated": False}],
    },
    "license": LICENSE, "certificate": CERTIFICATE, "provider": PROVIDER, "prices": PRICES, "rules": RULES,
    "certifiers": {
        "schema": "toolgate-certifiers/1",
        "certifiers": [
            {"name": "certifier-a", "key": verifier_key("certifier-a"), "since": "2026-01-01", "until": "2027-01-01"}],
    },
    "signatures": {
        "schema": "toolgate-signatures/1", "certificate": CERTIFICATE["id"], "sha256": DIGEST,
        "signatures": [
            {"certifier": "certifier-a", "signed_on": DAY, "signature": base64.b64encode(bytes(64)).decode()}],
    },
    "revocations": {
        "schema": "toolgate-revocations/1",
        "revocations": [
            {"certificate": "example/withdrawn", "sha256": DIGEST, "on": DAY, "reason": "A reason.", "task": "T1"}],
    },
    "watched": {"schema": "toolgate-watched/1", "texts": [{"url": URL, "sha256": DIGEST, "checked_on": DAY}]},
    "exception": {
        "schema": "toolgate-exception/1", "id": "example", "project": "demo", "model": BASE, "rationale": "It is needed.",
        "scope": {"purposes": ["translate"], "target_wikis": ["enwiki"], "contracts": ["example"], "users_bound_by": "A notice."},
        "approver": "administrators", "task": "T123456", "approved_on": DAY, "expires": "2027-11-23",
    },
    "switches": {"schema": "toolgate-switches/1", "weights_free_content": False},
    "opt-ins": {
        "schema": "toolgate-opt-ins/1",
        "opt_ins": [{"project": "demo", "tiers": ["T3"], "task": "T123456", "since": DAY}],
    },
}


def write(directory, name, value):
    """JSON is YAML, and what is text there stands in quotes."""
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8")
    return path


def write_all(directory):
    """The directory of all the examples and what they refer to; it is in order."""
    for kind, name in FILES.items():
        write(directory, name, EXAMPLES[kind])
    write(directory, "texts/example.txt", "a text")
    write(directory, "licenses/policy.yaml", {**LICENSE, "id": "LicenseRef-policy", "kind": "extra_terms"})
    base = {key: CERTIFICATE[key] for key in ["schema", "name", "assessed_on", "sources"]}
    write(directory, "models/base.yaml", {**base, "id": BASE, "weights": {"release": "open", "license": "MIT"}})
    return directory


def variant(kind, number):
    """The example of a kind once more, so that it can stand beside the others: (its file's name, what is in it)."""
    name, value = FILES[kind], copy.deepcopy(EXAMPLES[kind])
    if "/" not in name:
        return name, value
    if kind == "license":
        value["id"] = f"LicenseRef-example-{number}"
    elif kind in ("certificate", "provider", "exception"):
        value["id"] = f"example-{number}"
    elif kind == "signatures":
        value["certificate"] = f"example-{number}"
    elif kind == "prices":
        for row in value["prices"]:
            row["id"], row["models"] = f"{row['id']}-{number}", [f"{number}-{row['models'][0]}"]
    elif kind == "rules":
        # Each of its own wiki, since one answer has room for some reminders only.
        value["rules"][-1]["when"]["target_wiki"] = [f"w{number}wiki"]
        for rule in value["rules"]:
            rule["id"] = f"{rule['id']}-{number}"
    return name.replace("example", f"example-{number}"), value
