"""Adding to a RIS or CSL JSON file of the user's."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from readnext.errors import OutputError
from readnext.paper import Entry, Paper
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports import AppendFormat, csljson, ris
from readnext_adapters.libraries import csljson as csl_reader
from readnext_adapters.libraries import ris as ris_reader

LIBRARIES = Path(__file__).parents[3] / "fixtures" / "libraries"
RECORD = "TY  - JOUR\nTI  - Moss\nID  - moss\nER  - \n"


def ris_keys(text: str) -> list[str]:
    items = ris_reader.read(text.encode(), "refs.ris")
    return [item.key for item in items if isinstance(item, Entry)]


def csl_keys(text: str) -> list[str]:
    items = csl_reader.read(text.encode(), "refs.json")
    return [item.key for item in items if isinstance(item, Entry)]


@pytest.mark.parametrize(
    "existing",
    [
        pytest.param(RECORD, id="plain"),
        pytest.param(RECORD.rstrip("\n"), id="no newline at the end"),
        pytest.param(RECORD.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(f"\ufeff{RECORD}\n\n", id="BOM and blank lines"),
        pytest.param(f"1.\n{RECORD}my own words\n", id="words around"),
        pytest.param(" \n", id="blank"),
    ],
)
def test_records_follow_what_stands_in_a_ris_file(
    answer: Answer, existing: str
) -> None:
    result = ris.append(existing, answer)
    assert result.startswith(existing)
    owned = ["moss"] if existing.strip() else []
    assert ris_keys(result)[: len(owned)] == owned
    assert len(ris_keys(result)) == len(owned) + len(answer.suggestions)
    assert ris.append(result, answer) == result
    if "\r\n" in existing or not owned:
        assert result.removeprefix(existing).count("\n") == result.count("\r\n") - (
            existing.count("\r\n")
        )
    else:
        assert "\r" not in result


@pytest.mark.parametrize(
    "same",
    [
        pytest.param("DO  - 10.1000/XYZ_(123)", id="doi"),
        pytest.param("UR  - https://arxiv.org/abs/2401.00001v3", id="arxiv"),
        pytest.param("U1  - readnext-id: 2401.00001", id="readnext-id"),
    ],
)
def test_a_paper_that_is_in_a_ris_file_is_not_added(answer: Answer, same: str) -> None:
    existing = f"TY  - JOUR\n{same}\nID  - mine\nER  - \n"
    keys = ris_keys(ris.append(existing, answer))
    assert keys[0] == "mine" and "muller2024neurips" not in keys
    assert len(keys) == len(answer.suggestions)


def test_a_taken_key_of_a_ris_file_is_not_used_again(answer: Answer) -> None:
    existing = "TY  - BOOK\nTI  - Other\nID  - Paper\nER  - \n"
    assert "papera" in ris_keys(ris.append(existing, answer))


@pytest.mark.parametrize(
    ("existing", "why"),
    [
        ("TY  - JOUR\nTI  - Moss\n", "never ended .no ER.: fix line 1"),
        (f"{RECORD}TY  - JOUR\nTI  - Bog\n", "never ended .no ER.: fix line 5"),
        ("@misc{a, title={Moss}}\n", "no RIS record"),
        ("TY - JOUR\nTI - Moss\nER -\n", "two spaces"),
        ("TY  - JOUR\nTI  - \udce9tude\nER  - \n", "not UTF-8"),
    ],
)
def test_what_cannot_be_added_to_is_refused(
    answer: Answer, existing: str, why: str
) -> None:
    with pytest.raises(OutputError, match=why):
        ris.append(existing, answer)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("[", "]", id="empty"),
        pytest.param("\n\n[ ", "\n ]\n\n", id="empty with spaces"),
        pytest.param('[{"id": "a", "type": "book"}', "]", id="one line"),
        pytest.param(
            '\ufeff[\r\n\t{"id": 7, "type": "book", "note": "]}"}',
            "\r\n]\r\n",
            id="CRLF",
        ),
        pytest.param(
            '[\n  {"type":"book", "id":"\\u0061", "x":1e2,"x":1.0}', "\n]\n", id="odd"
        ),
    ],
)
def test_items_stand_before_the_closing_bracket(
    answer: Answer, before: str, after: str
) -> None:
    result = csljson.append(before + after, answer)
    assert result.startswith(before.rstrip()) and result.endswith(after.strip(" "))
    assert result.count(after.strip(" ")) >= 1
    items = json.loads(result.removeprefix("\ufeff"))
    owned = json.loads((before + after).removeprefix("\ufeff"))
    assert items[: len(owned)] == owned
    assert len(items) == len(owned) + len(answer.suggestions)
    assert csljson.append(result, answer) == result
    if "\r\n" in before:
        assert result.count("\n") == result.count("\r\n")


@pytest.mark.parametrize(
    "same",
    [
        pytest.param({"DOI": "https://doi.org/10.1000/XYZ_(123)"}, id="doi"),
        pytest.param({"number": "arXiv:2401.00001", "publisher": "arXiv"}, id="arxiv"),
        pytest.param({"custom": {"readnext-id": "2401.00001"}}, id="readnext-id"),
    ],
)
def test_a_paper_that_is_in_a_csl_file_is_not_added(
    answer: Answer, same: dict[str, object]
) -> None:
    existing = json.dumps([{"id": "mine", "type": "article", **same}])
    keys = csl_keys(csljson.append(existing, answer))
    assert keys[0] == "mine" and "muller2024neurips" not in keys
    assert len(keys) == len(answer.suggestions)


def test_a_taken_id_of_a_csl_file_is_not_used_again(answer: Answer) -> None:
    existing = '[{"id": "PAPER", "type": "book", "citation-key": "Boldred"}]'
    ids = [item["id"] for item in json.loads(csljson.append(existing, answer))]
    assert "papera" in ids and "boldreda" in ids


@pytest.mark.parametrize(
    ("existing", "why"),
    [
        ('{"items": []}', "not an array of objects"),
        ('[{"id": "a", "type": "book"}, 7]', "not an array of objects"),
        ('"text"', "not an array of objects"),
        ('[{"itemType": "book", "title": "Moss"}]', "without id or type"),
        ('[{"id": "a", "type": "book"},]', "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("- id: a\n  type: book\n", "not valid JSON"),
        ('[{"id": "\udce9", "type": "book"}]', "not UTF-8"),
    ],
)
def test_what_is_no_csl_json_is_refused(
    answer: Answer, existing: str, why: str
) -> None:
    with pytest.raises(OutputError, match=why):
        csljson.append(existing, answer)


@pytest.mark.parametrize("module", [ris, csljson])
def test_an_id_with_spaces_at_its_ends_is_known_again(
    answer: Answer, module: AppendFormat
) -> None:
    nameless = Suggestion(1, Paper("  x ", ""), "x", 1.0, None, ())
    odd = replace(answer, suggestions=(nameless,))
    once = module.append(module.render(answer, 80), odd)
    assert once != module.render(answer, 80)
    assert module.append(once, odd) == once


def test_nothing_to_add_changes_nothing(answer: Answer) -> None:
    nothing = replace(answer, suggestions=())
    assert ris.append(RECORD, nothing) == RECORD
    assert csljson.append(" [ ]", nothing) == " [ ]"


@pytest.mark.parametrize("name", ["bookends.ris", "csl.json"])
def test_the_fixture_libraries_grow_once(answer: Answer, name: str) -> None:
    existing = (LIBRARIES / name).read_bytes().decode()
    module, keys = (ris, ris_keys) if name.endswith(".ris") else (csljson, csl_keys)
    result = module.append(existing, answer)
    assert len(keys(result)) == len(keys(existing)) + len(answer.suggestions)
    assert module.append(result, answer) == result
