"""Adding to a BibTeX or biblatex file of the user's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from readnext.errors import OutputError
from readnext.paper import Entry
from readnext.suggestion import Answer
from readnext_adapters.exports import EXPORT_FORMATS, AppendFormat, append_formats
from readnext_adapters.libraries import bibtex as reader

LIBRARIES = sorted((Path(__file__).parents[3] / "fixtures/libraries").glob("*.bib"))


@pytest.fixture(params=["biblatex", "bibtex"])
def appender(request: pytest.FixtureRequest) -> AppendFormat:
    return append_formats()[str(request.param)]


def test_nothing_is_added_behind_an_entry_that_is_never_closed(
    appender: AppendFormat, answer: Answer
) -> None:
    """BibTeX would take what follows for a part of that entry."""
    with pytest.raises(OutputError, match="never closed"):
        appender.append("@misc{a, title={Fine}}\n@misc{b, title={X unclosed\n", answer)


def keys(text: str) -> list[str]:
    items = reader.read(text.encode(), "refs.bib")
    return [item.key for item in items if isinstance(item, Entry)]


@pytest.mark.parametrize(
    "same",
    [
        pytest.param("doi = {10.1000/XYZ_(123)}", id="doi"),
        pytest.param("eprint = {2401.00001v2}, archiveprefix = {arXiv}", id="arxiv"),
        pytest.param(
            "title = {{NeurIPS} Reviewers and {GANs}: A Study of Occam's Razor in"
            ' {$\\ell_p$} Spaces}, author = {M{\\"u}ller, {\\L}ukasz}',
            id="title",
        ),
        pytest.param("readnext-id = {2401.00001}", id="readnext-id"),
    ],
)
def test_a_paper_that_is_there_is_not_added(
    appender: AppendFormat, answer: Answer, same: str
) -> None:
    existing = f"@misc{{mine,\n  {same}\n}}\n"
    added = keys(appender.append(existing, answer))
    assert added[0] == "mine" and "muller2024neurips" not in added
    assert len(added) == len(answer.suggestions)


def test_a_taken_key_is_not_used_again(appender: AppendFormat, answer: Answer) -> None:
    existing = "@book{Muller2024NeurIPS, title = {Another}}\n@misc{paper,}\n"
    added = keys(appender.append(existing, answer))
    assert "muller2024neuripsa" in added and "papera" in added


@pytest.mark.parametrize(
    "existing",
    [
        pytest.param("@misc{a, title={T}}", id="no newline at the end"),
        pytest.param("\ufeff@misc{a,\r\n title={T}}\r\n\r\n", id="BOM and CRLF"),
        pytest.param(
            "% a note\n\n\t@string{x = {y}}\n@misc{a, title=x}\n\n\n", id="tabs"
        ),
        pytest.param("", id="empty"),
        pytest.param("@misc{broken, title={T\n\n@misc{a, title={U}}\n", id="broken"),
    ],
)
def test_the_file_stands_as_it_was(
    appender: AppendFormat, answer: Answer, existing: str
) -> None:
    result = appender.append(existing, answer)
    assert result.startswith(existing) and result != existing
    assert appender.append(result, answer) == result
    if "\r\n" in existing:
        assert result.count("\n") == result.count("\r\n")


@pytest.mark.parametrize("path", LIBRARIES, ids=lambda path: path.name)
def test_the_fixture_libraries_grow_once(
    appender: AppendFormat, answer: Answer, path: Path
) -> None:
    existing = path.read_text(encoding="utf-8")
    result = appender.append(existing, answer)
    assert result.startswith(existing)
    assert len(keys(result)) == len(keys(existing)) + len(answer.suggestions)
    assert appender.append(result, answer) == result


def test_nothing_to_add_changes_nothing(appender: AppendFormat, answer: Answer) -> None:
    assert appender.append("@misc{a,}", replace(answer, suggestions=())) == "@misc{a,}"


def test_the_dialects_know_each_others_entries(answer: Answer) -> None:
    text = EXPORT_FORMATS["bibtex"].render(answer, 80)
    assert append_formats()["biblatex"].append(text, answer) == text


def test_a_file_in_another_encoding_is_refused(
    appender: AppendFormat, answer: Answer
) -> None:
    latin = b"@misc{a, title = {\xe9tude}}".decode("utf-8", "surrogateescape")
    with pytest.raises(OutputError, match="not UTF-8"):
        appender.append(latin, answer)
