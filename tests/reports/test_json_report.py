"""The report `interviewkata/report/v1`, and the schema that is published for it."""

import json
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from pytest_interviewkata.model import Evidence, Mastery, TopicResult
from pytest_interviewkata.reports import FORMATS

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "report-v1.schema.json").read_text("utf-8")
)
TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float),
    "boolean": bool, "null": type(None),
}  # fmt: skip
UNDERSTOOD = {
    "$schema", "$id", "$defs", "$ref", "title", "description", "type", "required", "properties",
    "additionalProperties", "items", "enum", "const", "pattern", "minimum", "maximum",
}  # fmt: skip


def problems(value, schema, where="$"):
    """Walk a document along its schema; say what does not fit."""
    assert schema.keys() <= UNDERSTOOD, f"{where}: this walk would overlook a keyword"
    if "$ref" in schema:
        yield from problems(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], where)
    names = schema.get("type", [])
    allowed = [TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    if allowed and not any(is_a(value, kind) for kind in allowed):
        yield f"{where}: {value!r} is no {names}"
        return
    yield from plain_problems(value, schema, where)
    if isinstance(value, dict):
        yield from object_problems(value, schema, where)
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from problems(item, schema.get("items", {}), f"{where}[{place}]")


def is_a(value, kind):
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def plain_problems(value, schema, where):
    if "const" in schema and value != schema["const"]:
        yield f"{where}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: {value!r} does not match {schema['pattern']}"
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{where}: {value} is too small"
    if "maximum" in schema and value > schema["maximum"]:
        yield f"{where}: {value} is too large"


def object_problems(value, schema, where):
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    yield from (f"{where}: no {key}" for key in schema.get("required", []) if key not in value)
    for key, item in value.items():
        if key in properties:
            yield from problems(item, properties[key], f"{where}.{key}")
        elif others is False:
            yield f"{where}: {key} is not in the schema"
        elif others is not True:
            yield from problems(item, others, f"{where}.{key}")


@pytest.fixture
def rendered():
    return lambda results: json.loads(FORMATS["json"].render(results))


def test_a_full_report_keeps_to_its_schema(example, rendered):
    """What the published schema promises is what the report holds."""
    assert list(problems(rendered(example), SCHEMA)) == []


def test_an_empty_report_keeps_to_its_schema(results, rendered):
    """A run without katas can be reported, too."""
    assert list(problems(rendered(results()), SCHEMA)) == []


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda report: report.pop("run_id"), "$: no run_id"),
        (lambda report: report.update(schema="v2"), "$.schema: 'v2' is not"),
        (lambda report: report.update(extra=1), "$: extra is not in the schema"),
        (lambda report: report["katas"][0].update(status="great"), "is none of"),
        (lambda report: report["katas"][0].update(points=True), "$.katas[0].points: True is no"),
        (lambda report: report["topics"][1].update(mastery=1.5), "mastery: 1.5 is too large"),
        (lambda report: report["katas"][2].update(seconds=-1), "seconds: -1 is too small"),
        (lambda report: report.update(started="yesterday"), "does not match"),
        (lambda report: report["env"]["services"].update(redis="maybe"), "is none of"),
    ],
)
def test_the_schema_can_tell_a_wrong_report(example, rendered, spoil, problem):
    """The check above would notice."""
    report = rendered(example)
    spoil(report)

    assert any(problem in found for found in problems(report, SCHEMA))


def test_every_object_of_the_schema_says_all_its_keys():
    """Each key that is described is required, so that readers need not ask for any."""

    def objects(schema):
        yield from ([schema] if schema.get("additionalProperties") is False else [])
        for value in schema.values():
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, dict):
                    yield from objects(part)

    for found in objects(SCHEMA):
        assert sorted(found["required"]) == sorted(found["properties"])


def test_a_kata_is_told_in_full(example, rendered):
    """State, points, attempts, hints, the recognised mistake and every test."""
    kata = rendered(example)["katas"][2]

    assert kata["id"] == "redis/setnx_lock"
    assert (kata["status"], kata["points"], kata["max"]) == ("failed", 0, 10)
    assert (kata["attempts"], kata["hints_used"]) == (3, 1)
    assert [found["name"] for found in kata["mistakes"]] == ["no_owner"]
    assert [test["status"] for test in kata["tests"]] == ["failed", "failed", "passed", "skipped"]


def test_a_topic_is_told_with_its_evidence(example, rendered):
    """Whoever wants to compute another formula has what it takes."""
    topic = rendered(example)["topics"][1]

    assert (topic["id"], topic["mastery"], topic["passed"], topic["katas"]) == (
        "redis",
        0.88,
        3,
        12,
    )
    assert (topic["due"], topic["next"]) == (["redis/setnx_lock"], "redis/setnx_lock")
    assert topic["evidence"] == [
        {
            "kata": "redis/x", "passed": True, "strength": 1.0, "retrievable": 0.95,
            "last": "2026-03-01T12:00:00Z", "due": "2026-02-20T12:00:00Z",
        }
    ]  # fmt: skip


def test_evidence_without_dates_is_told_without_dates(results, rendered):
    """What nobody knows is null."""
    topic = TopicResult(
        Mastery("redis", 1, 1, 1.0),
        evidence=(Evidence("redis/x", passed=True, strength=1.0, retrievable=1.0),),
    )
    report = rendered(results(topics=(topic,)))

    assert report["topics"][0]["evidence"][0]["due"] is None
    assert list(problems(report, SCHEMA)) == []


def test_hashes_are_told_apart_by_whose_file_it_is(example, rendered):
    """A reader can see that tests and stub are the library's own."""
    integrity = rendered(example)["integrity"]

    assert integrity["tests_sha256"] == {"redis/setnx_lock": {"test_setnx_lock.py": "ab"}}
    assert integrity["stub_sha256"] == {"redis/setnx_lock": {"setnx_lock.py": "cd"}}
    assert integrity["plugin_version"] == "0.1.0"


def test_moments_are_told_in_utc(results, rendered):
    """A report from Tokyo can be compared with one from Lima."""
    tokyo = datetime(2026, 3, 1, 21, tzinfo=timezone(timedelta(hours=9)))

    assert rendered(results(started=tokyo))["started"] == "2026-03-01T12:00:00Z"


def test_no_text_can_spoil_the_file(results, kata_result, rendered):
    """Control characters and broken Unicode arrive as they are, in plain ASCII."""
    nasty = "\x00\x1b[31m \ud800 \u202e 日本 </script>"
    result = kata_result("redis/queue", "broken", [], reason=nasty)

    assert FORMATS["json"].render(results(katas=(result,))).isascii()
    assert rendered(results(katas=(result,)))["katas"][0]["reason"] == nasty
