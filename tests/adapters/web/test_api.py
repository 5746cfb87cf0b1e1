"""The JSON API: the objects of the command line, as its document says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readnext.request import Request
from readnext_adapters.web.app import create_app
from readnext_adapters.web.asked import Defaults
from readnext_adapters.web.openapi import document
from tests.adapters.web.service import LIBRARY, Service, insight_of, running
from tests.command import Run

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


@pytest.fixture(scope="module")
def shared_service(
    tmp_path_factory: pytest.TempPathFactory, papers_of_today: Path
) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("api"), papers_of_today) as found:
        yield found


def check(value: object, schema: dict[str, Any], place: str = "") -> None:
    """Check a value by the part of JSON Schema that the document uses."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        check(value, document()["components"]["schemas"][name], place or name)
        return
    if "oneOf" in schema:
        if value is not None:
            check(value, schema["oneOf"][0], place)
        return
    if "enum" in schema:
        assert value in schema["enum"], place
        return
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    allowed = tuple(t for kind in kinds for t in _TYPES[kind])
    assert isinstance(value, allowed), (place, value)
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema["required"]) <= value.keys() <= schema["properties"].keys()
        for name, inner in value.items():
            check(inner, schema["properties"][name], f"{place}.{name}")
    if isinstance(value, list):
        for inner in value:
            check(inner, schema["items"], f"{place}[]")


def answer_schema(path: str, method: str) -> dict[str, Any]:
    operation = document()["paths"][path][method]
    content = operation["responses"]["200"]["content"]
    found: dict[str, Any] = content["application/json"]["schema"]
    return found


def test_the_suggestions_are_those_of_the_command(
    shared_service: Service, run: Run, papers_of_today: Path
) -> None:
    done = run(
        *("suggest", LIBRARY, "--catalog", papers_of_today),
        *("--format", "json", "-n", "7", "--since", "2026"),
    )
    assert done.returncode == 0, done.stderr
    found = shared_service.api("suggestions?n=7&since=2026").json
    assert found["suggestions"] == json.loads(done.stdout)["suggestions"]
    assert len(found["suggestions"]) == 7


def test_every_route_is_documented_and_answers_so(service: Service) -> None:
    first, second, *_ = service.ids()
    posts = {
        "verdicts": {"id": first, "verdict": "dismiss"},
        "saved": {"id": second},
    }
    gets = {"why": f"why?id={second}", "search": "search?q=double+descent"}
    for path, methods in document()["paths"].items():
        name = path.removeprefix("/")
        for method in methods:
            body = posts[name] if method == "post" else None
            reply = service.api(gets.get(name, name), body)
            assert reply.status == 200, (path, method, reply.text)
            check(reply.json, answer_schema(path, method))
    assert service.judged() == {first: "dismiss"}
    app = create_app(
        service.triage, service.access, Defaults(Request()), insight_of(service.triage)
    )
    served = {
        (rule.rule.removeprefix("/api/v1"), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/")
    }
    named = {(p, method) for p, some in document()["paths"].items() for method in some}
    assert served == named


def test_verdicts_are_those_of_the_command(
    service: Service, run: Run, data: Path
) -> None:
    first = service.ids()[0]
    service.api("verdicts", {"id": first, "verdict": "like"})
    data.parent.mkdir(parents=True)
    data.symlink_to(service.history.parent)
    done = run("feedback", "list", "--format", "json")
    assert service.api("verdicts").json == json.loads(done.stdout)


def test_why_tells_what_each_feature_adds(shared_service: Service) -> None:
    first = shared_service.api("suggestions").json["suggestions"][0]
    found = shared_service.api(f"why?id={first['id']}").json
    assert found["paper"]["abstract"]
    why = found["suggestion"]
    assert (why["rank"], why["score"]) == (1, first["score"])
    assert abs(sum(why["contributions"].values()) - why["score"]) < 1e-3
    assert "linear" in why["contributions"]


def test_errors_are_json(shared_service: Service) -> None:
    for path, status in (
        ("why?id=nonsense", 404),
        ("search?q=", 400),
        ("suggestions?n=0", 400),
        ("nowhere", 404),
    ):
        reply = shared_service.api(path)
        assert reply.status == status
        check(reply.json, {"$ref": "#/components/schemas/Error"})
    reply = shared_service.api("verdicts", {"id": "x", "verdict": "love"})
    assert "like, dismiss, undo" in reply.json["error"]


def test_a_saved_file_that_cannot_be_written_is_one_line(service: Service) -> None:
    service.saved.mkdir()
    reply = service.api("saved", {"id": service.ids()[0]})
    assert reply.status == 500
    assert reply.json["error"].startswith(str(service.saved))
