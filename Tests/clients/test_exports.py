# SPDX-FileCopyrightText: 2026 Toolgate contributors
# SPDX-License-Identifier: Apache-2.0
"""What `toolgate model export` writes, read by the formats' own schemas and libraries."""

import collections
import hashlib
import json
import pathlib

import pytest
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import get_spdx_licensing
from packageurl import PackageURL
from spdx_python_model import v3_0_1 as spdx

from helpers import Home

CYCLONEDX = JsonStrictValidator(SchemaVersion.V1_7)
LICENSES = get_spdx_licensing()
# A program without weights, closed weights, a base in another licence, extra terms, no licence, a Wikimedia service.
SINGLE = [
    "toolgate/extractive-1", "openai/gpt-4o-mini", "deepseek-ai/DeepSeek-R1-Distill-Llama-8B",
    "swiss-ai/Apertus-8B-Instruct-2509", "Qwen/Qwen3.8-27B", "facebook/nllb-200-distilled-600M", "LLM360/Amber",
]
DIGEST = "ab" * 32
# What no writer may take for its own signs: YAML's and JSON's, and what turns the direction of text around.
HOSTILE = '- no: "&*!|>%@`{[\\ \u202e\u05de\u05d5\u05d3\u05dc\u202c \u2067\ufeff #\' \U0001f600'
# The name and the notes are shown to people, and have no signs that cannot be seen.
SEEN = "".join(character for character in HOSTILE if character not in "\u202e\u202c\u2067\ufeff")
QUOTED, QUOTED_SEEN = (
    '"' + "".join(f"\\U{ord(character):08X}" for character in text) + '"' for text in (HOSTILE, SEEN))
HOSTILE_CERTIFICATE = f"""\
schema: toolgate-certificate/2
id: test/a:b#c%d<e>"f\\g
name: {QUOTED_SEEN}
revision: {"0" * 40}
weights:
  release: open
  license: (MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0
  choice: MIT AND GPL-2.0-only WITH Classpath-exception-2.0
  text: {{url: "https://example.org/LICENSE", sha256: {DIGEST}}}
  explicit_release: {{answer: true, url: "https://example.org/card", quote: {QUOTED}}}
files:
  - {{path: {QUOTED}, size: 12345678901, sha256: {DIGEST}}}
code: {{license: MIT, training: {{present: yes, url: "https://github.com/test/code"}}}}
data:
  tier: D2
  stages: {{answer: [pretrain, preference], url: "https://example.org/stages", quote: {QUOTED}}}
  complete: {{answer: true}}
  inventory:
    - {{name: {QUOTED}, kind: open, url: "https://example.org/d", license: CC0-1.0, stage: pretrain}}
    - {{name: second, kind: unshareable}}
base_model: nobody/knows
distilled_from: [openai/gpt-4o-mini]
notes: {QUOTED_SEEN}
released_on: 2025-07-08
assessed_on: 2026-11-23
sources: {{weights.license: {QUOTED}}}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("exports") / "home")
    (home.directory / "Policies/models/hostile.yaml").write_text(HOSTILE_CERTIFICATE)
    home.run("check")
    return home


@pytest.fixture(scope="module")
def catalogue(home):
    """What `model list` says, by the certificate's id."""
    rows = json.loads(home.run("model", "list", "--format", "json").stdout)
    assert len(rows) >= 85
    return {row["certificate"]: row for row in rows}


def export(home, name, *ids):
    return home.run("model", "export", "--format", name, *ids).stdout


def properties(component):
    found = collections.defaultdict(list)
    for item in component.get("properties", []):
        found[item["name"]].append(item["value"])
    return found


def check_license(expression):
    """It parses, and names nothing outside the list but LicenseRef-."""
    parsed = LICENSES.parse(expression)
    unknown = LICENSES.unknown_license_keys(parsed)
    # The library's list is older than the licence.
    assert all(key.startswith("LicenseRef-") or key == "OpenMDW-1.0" for key in unknown), expression


# CycloneDX


def cyclonedx_faults(document):
    return [str(fault.data) for fault in CYCLONEDX.validate_str(json.dumps(document), all_errors=True) or []]


@pytest.fixture(scope="module")
def whole_cyclonedx(home):
    return json.loads(export(home, "cyclonedx"))


def models(document):
    return [component for component in document["components"] if component["type"] != "data"]


def test_cyclonedx_of_the_whole_catalogue_keeps_the_schema(whole_cyclonedx, catalogue):
    assert cyclonedx_faults(whole_cyclonedx) == []
    assert whole_cyclonedx["specVersion"] == "1.7"
    found = {properties(model)["wmcs:certificate:id"][0]: model for model in models(whole_cyclonedx)}
    assert found.keys() == catalogue.keys()
    for identifier, model in found.items():
        row, facts = catalogue[identifier], properties(model)
        assert facts["wmcs:osaid:verdict"] == [row["verdict"]], identifier
        assert facts["wmcs:tier"] == [row["tier"] or "none"], identifier
        assert facts["wmcs:data_tier"] == [row["data_tier"] or "unknown"], identifier
        declared = [entry["expression"] for entry in model.get("licenses", []) if entry["acknowledgement"] == "declared"]
        assert declared == ([row["license"]] if row["license"] else []), identifier
    types = collections.Counter(component["type"] for component in whole_cyclonedx["components"])
    assert types["application"] == 1 and types["machine-learning-model"] == len(catalogue) - 1 and types["data"] > 50
    assert len(whole_cyclonedx["services"]) == 15
    ages = {
        service["bom-ref"]: item["value"]
        for service in whole_cyclonedx["services"] for item in service["properties"] if item["name"] == "wmcs:minimum_age"}
    assert {name for name, age in ages.items() if age == "18"} == {
        "service/google-gemini-api-paid", "service/google-gemini-api-unpaid"}
    assert len(ages) == 15 and set(ages.values()) == {"18", "unknown"}


@pytest.mark.parametrize("identifier", SINGLE)
def test_cyclonedx_of_one_model_keeps_the_schema(home, identifier):
    document = json.loads(export(home, "cyclonedx", identifier))
    assert cyclonedx_faults(document) == []
    assert [properties(model)["wmcs:certificate:id"] for model in models(document)] == [[identifier]]


def test_cyclonedx_references_lead_somewhere(whole_cyclonedx):
    names = [part["bom-ref"] for part in whole_cyclonedx["components"] + whole_cyclonedx["services"]]
    assert len(names) == len(set(names))
    asked = [item["ref"] for item in whole_cyclonedx["dependencies"]]
    asked += [name for item in whole_cyclonedx["dependencies"] for name in item.get("dependsOn", [])]
    for model in models(whole_cyclonedx):
        asked += [item["ref"] for item in model.get("modelCard", {}).get("modelParameters", {}).get("datasets", [])]
    assert set(asked) == set(names)
    distilled = next(item for item in whole_cyclonedx["dependencies"] if item["ref"].endswith("Distill-Llama-8B"))
    assert distilled["dependsOn"] == ["model/meta-llama/Llama-3.1-8B"]
    liftwing = next(item for item in whole_cyclonedx["dependencies"] if item["ref"] == "service/liftwing")
    assert "model/Qwen/Qwen3-14B" in liftwing["dependsOn"]


def test_cyclonedx_licences_and_package_urls_are_read_by_others(whole_cyclonedx):
    expressions, purls = set(), []
    for component in whole_cyclonedx["components"]:
        expressions |= {entry["expression"] for entry in component.get("licenses", [])}
        purls += [component["purl"]] if "purl" in component else []
    assert len(expressions) > 15
    for expression in expressions:
        check_license(expression)
    for purl in purls:
        assert PackageURL.from_string(purl).type == "huggingface"
    # The program, closed weights, two models that the hub does not have, and an id that is none of the hub's.
    assert len(purls) == len(models(whole_cyclonedx)) - 5


def test_a_hostile_certificate_comes_out_whole(home):
    document = json.loads(export(home, "cyclonedx", 'test/a:b#c%d<e>"f\\g'))
    assert cyclonedx_faults(document) == []
    model, first, second = document["components"]
    assert (model["name"], first["name"]) == (SEEN, HOSTILE)
    assert model["version"] == "0" * 40
    assert [entry["expression"] for entry in model["licenses"]] == [
        "(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0"
    ]
    assert model["pedigree"]["ancestors"][0]["name"] == "nobody/knows"
    assert model["components"] == [
        {
            "type": "file", "bom-ref": 'file/test/a:b#c%d<e>"f\\g/1', "name": HOSTILE, "hashes": [{"alg": "SHA-256", "content": DIGEST}],
            "properties": [{"name": "wmcs:file:size", "value": "12345678901"}],
        }
    ]
    references = {item["type"]: item for item in model["externalReferences"]}
    texts = {item["url"]: item.get("hashes") for item in model["externalReferences"] if item["type"] == "license"}
    assert texts.pop("https://example.org/LICENSE") == [{"alg": "SHA-256", "content": DIGEST}]
    # Of the licences that the expression names, as far as their texts are stored.
    stored = hashlib.sha256((home.directory / "Policies/texts/Apache-2.0.txt").read_bytes()).hexdigest()
    assert [{"alg": "SHA-256", "content": stored}] in texts.values()
    evidence = [item["comment"] for item in model["externalReferences"] if item["type"] == "evidence"]
    assert evidence == [f"{field}: \u201c{HOSTILE}\u201d" for field in ("weights.explicit_release", "data.stages")]
    assert properties(model)["wmcs:data:stages"] == ["pretrain preference"]
    assert references["vcs"]["url"] == "https://github.com/test/code"
    assert second["name"] == "second" and "externalReferences" not in second
    assert properties(model)["wmcs:source"] == [f"weights.license: {HOSTILE}"]


def test_the_certificate_is_named_by_its_digest(home):
    document = json.loads(export(home, "cyclonedx", "LLM360/Amber"))
    digest = hashlib.sha256((home.directory / "Policies/models/LLM360--Amber.yaml").read_bytes()).hexdigest()
    report = document["components"][0]["externalReferences"][0]
    assert report["type"] == "certification-report"
    assert report["hashes"] == [{"alg": "SHA-256", "content": digest}]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda model: model.pop("name"),
        lambda model: model.update(colour="red"),
        lambda model: model["externalReferences"][0].update(type="certificate"),
        lambda model: model["licenses"][0].update(acknowledgement="assumed"),
    ],
)
def test_the_schema_would_see_a_fault(home, spoil):
    document = json.loads(export(home, "cyclonedx", "LLM360/Amber"))
    spoil(models(document)[0])
    assert cyclonedx_faults(document)


# SPDX


def spdx_graph(text):
    """Parsed by the library, which knows every class and property, and its checks on the way out as well."""
    graph = spdx.SHACLObjectSet()
    spdx.JSONLDDeserializer().deserialize_data(json.loads(text), graph)
    spdx.JSONLDSerializer().serialize_data(graph)
    assert graph.missing_ids <= {"https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/NoAssertionLicense"}
    return graph


def relationships(graph):
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for item in graph.foreach_type(spdx.Relationship):
        start = item.from_ if isinstance(item.from_, str) else item.from_._id
        kind = item.relationshipType.rsplit("/", 1)[-1]
        found[start][kind] += [end if isinstance(end, str) else end for end in item.to]
    return found


@pytest.fixture(scope="module")
def whole_spdx(home):
    return spdx_graph(export(home, "spdx"))


def test_spdx_of_the_whole_catalogue_keeps_the_model(whole_spdx, catalogue):
    packages = list(whole_spdx.foreach_type(spdx.ai_AIPackage, match_subclass=False))
    # One is a program without weights.
    assert len(packages) == len(catalogue) - 1
    related = relationships(whole_spdx)
    for package in packages:
        for field in (
            "software_packageVersion", "software_downloadLocation", "suppliedBy", "releaseTime",
            "software_primaryPurpose",
        ):
            assert getattr(package, field), (package._id, field)
        for kind in ("hasDeclaredLicense", "hasConcludedLicense", "hasEvidence"):
            assert len(related[package._id][kind]) == 1, (package._id, kind)
    document = next(iter(whole_spdx.foreach_type(spdx.SpdxDocument)))
    assert len(document.rootElement) == len(catalogue)
    assert {item.rsplit("/", 1)[-1] for item in document.profileConformance} == {
        "core", "software", "simpleLicensing", "expandedLicensing", "ai",
    }
    created = next(iter(whole_spdx.foreach_type(spdx.CreationInfo)))
    assert created.specVersion == "3.0.1"


def test_spdx_says_who_comes_from_whom_and_what_from_which_data(whole_spdx):
    related = relationships(whole_spdx)
    names = {package._id: package.name for package in whole_spdx.foreach_type(spdx.software_Package)}
    found = {
        (names[start], kind): [end if isinstance(end, str) else names.get(end._id, end._id) for end in ends]
        for start, kinds in related.items() if start in names for kind, ends in kinds.items()
    }
    assert found["DeepSeek R1 Distill Llama 8B", "descendantOf"] == ["Llama 3.1 8B"]
    assert found["DeepSeek R1 Distill Llama 8B", "other"] == ["DeepSeek R1"]
    assert found["Amber", "trainedOn"] == ["LLM360/AmberDatasets"]
    assert [end.rsplit("/", 1)[-1] for end in found["Qwen3 14B", "availableFrom"]] == ["liftwing"]


def test_spdx_licences_are_read_by_others(whole_spdx):
    expressions = list(whole_spdx.foreach_type(spdx.simplelicensing_LicenseExpression))
    assert len(expressions) > 15
    for element in expressions:
        expression = element.simplelicensing_licenseExpression
        check_license(expression)
        own = {key for key in LICENSES.license_keys(expression) if key.startswith("LicenseRef-")}
        mapped = {entry.key: entry.value for entry in element.simplelicensing_customIdToUri}
        assert mapped.keys() == own
        for address in mapped.values():
            assert isinstance(whole_spdx.find_by_id(address), spdx.expandedlicensing_CustomLicense)


@pytest.mark.parametrize("identifier", SINGLE)
def test_spdx_of_one_model_keeps_the_model(home, identifier):
    graph = spdx_graph(export(home, "spdx", identifier))
    document = next(iter(graph.foreach_type(spdx.SpdxDocument)))
    assert [element._id.rsplit("#", 1)[-1] for element in document.rootElement] == [f"model/{identifier}"]
    annotation = next(iter(graph.foreach_type(spdx.Annotation)))
    facts = properties({"properties": json.loads(annotation.statement)})
    assert facts["wmcs:certificate:id"] == [identifier]
    listed = {element if isinstance(element, str) else element._id for element in document.element}
    made = {element._id for element in graph.foreach_type(spdx.Element)}
    assert listed == made - {document._id}


def test_only_a_model_that_meets_the_definition_claims_it(whole_spdx, catalogue):
    claiming = [package.name for package in whole_spdx.foreach_type(spdx.ai_AIPackage) if package.ai_standardCompliance]
    assert len(claiming) == sum(row["verdict"] == "meets" for row in catalogue.values())


def test_spdx_takes_a_hostile_certificate(home):
    graph = spdx_graph(export(home, "spdx", 'test/a:b#c%d<e>"f\\g'))
    package = next(iter(graph.foreach_type(spdx.SpdxDocument))).rootElement[0]
    assert package.name == package.ai_limitation == SEEN
    assert package._id.endswith("#model/test/a:b%23c%25d%3Ce%3E%22f%5Cg")
    sums = [item.hashValue for item in graph.foreach_type(spdx.Hash)]
    assert DIGEST in sums


@pytest.mark.parametrize(
    "spoil",
    [
        lambda element: element.update(colour="red"),
        lambda element: element.update(releaseTime="yesterday"),
        lambda element: element.update(software_primaryPurpose="fun"),
        lambda element: element.update(suppliedBy=[]),
        lambda element: element.pop("creationInfo"),
    ],
)
def test_the_library_would_see_a_fault(home, spoil):
    document = json.loads(export(home, "spdx", "LLM360/Amber"))
    spoil(next(element for element in document["@graph"] if element["type"] == "ai_AIPackage"))
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        spdx_graph(json.dumps(document))


# Model Openness Tool

RELEASE = {
    "name", "version", "date", "type", "architecture", "origin", "producer", "contact", "repository", "huggingface",
    "license", "components",
}
# The framework's version 1.0 names 17 components.
COMPONENTS = {
    "Model architecture", "Data preprocessing code", "Training code", "Inference code", "Evaluation code",
    "Supporting libraries and tools", "Model parameters (Final)", "Model parameters (Intermediate)", "Datasets",
    "Evaluation data", "Model metadata", "Sample model outputs", "Model card", "Data card", "Technical report",
    "Research paper", "Evaluation results",
}
TYPES = {"", "language", "vision", "image", "audio", "video", "3d", "code", "multimodal", "other"}


def check_mot(record):
    assert record.keys() == {"framework", "release"}
    assert record["framework"] == {"name": "Model Openness Framework", "version": "1.0", "date": "2024-12-15"}
    release = record["release"]
    assert RELEASE - {"license"} <= release.keys() <= RELEASE
    assert release["name"] and release["type"] in TYPES
    for key in RELEASE - {"license", "components"}:
        assert isinstance(release[key], str), key
    for kind, license in release.get("license", {}).items():
        assert kind in {"distribution", "code", "data", "document"}
        assert license.keys() == {"name", "path"}
        check_license(license["name"])
    names = [component["name"] for component in release["components"]]
    assert len(names) == len(set(names)) and set(names) <= COMPONENTS
    for component in release["components"]:
        assert component.keys() == {"name", "description", "license"} and component["description"]
        if component["license"] != "unlicensed":
            check_license(component["license"])


def test_mot_of_the_whole_catalogue_has_the_keys_of_the_tool(home, catalogue):
    records = list(yaml.safe_load_all(export(home, "mot")))
    assert len(records) == len(catalogue)
    for record in records:
        check_mot(record)
    addresses = [record["release"]["huggingface"] for record in records]
    assert "https://huggingface.co/LLM360/Amber" in addresses


@pytest.mark.parametrize("identifier", SINGLE)
def test_mot_of_one_model_is_one_document(home, identifier):
    text = export(home, "mot", identifier)
    check_mot(yaml.safe_load(text))
    assert text.startswith(f"# From the certificate of {identifier}, sha256:")


def test_mot_takes_a_hostile_certificate(home):
    text = export(home, "mot", 'test/a:b#c%d<e>"f\\g')
    record = yaml.safe_load(text)
    check_mot(record)
    assert record["release"]["name"] == SEEN
    assert all(character == "\n" or character.isprintable() for character in text)
    weights = next(item for item in record["release"]["components"] if item["name"] == "Model parameters (Final)")
    # Its base has no certificate, so nobody can say under which terms it is.
    assert weights["license"] == "unlicensed"


# The command


def test_an_unknown_model_is_one_line(home):
    done = home.run("model", "export", "--format", "mot", "LLM360/Amber", "no/such", expect=1)
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "toolgate: there is no certificate and no served model 'no/such': see `toolgate model list`"
    ]


def test_an_unknown_format_names_the_known_ones(home):
    done = home.run("model", "export", "--format", "pdf", expect=64)
    assert all(name in done.stderr for name in ("cyclonedx", "spdx", "mot"))


def test_a_file_is_written_whole_or_not_at_all(home, tmp_path):
    target = tmp_path / "models.mot.yaml"
    done = home.run("model", "export", "--format", "mot", "--output", str(target), "LLM360/Amber")
    assert done.stdout == ""
    assert target.read_text() == export(home, "mot", "LLM360/Amber")
    missing = tmp_path / "nowhere" / "models.mot.yaml"
    done = home.run("model", "export", "--format", "mot", "--output", str(missing), expect=69)
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in pathlib.Path(tmp_path).iterdir()] == ["models.mot.yaml"]
