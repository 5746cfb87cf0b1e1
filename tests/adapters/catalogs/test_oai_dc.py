"""OAI-PMH documents of repositories, in Dublin Core."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import detect_format

Read = Callable[[bytes], list[Paper | Problem]]
Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]


def document(*records: str, inside: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        '<responseDate>2026-06-30T00:00:00Z</responseDate><request verb="ListRecords" '
        'metadataPrefix="oai_dc">https://repository.example/oai</request>'
        f"{inside}<ListRecords>{''.join(records)}</ListRecords></OAI-PMH>"
    ).encode()


def record(fields: str, id_: str = "oai:repository.example:1") -> str:
    return (
        f"<record><header><identifier>{id_}</identifier></header><metadata>"
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{fields}</oai_dc:dc>'
        "</metadata></record>"
    )


def test_a_journal_of_ojs(read: Read, papers: Papers) -> None:
    fields = (
        "<dc:title>Where Reeds Grow</dc:title><dc:creator>Fern, Ida</dc:creator>"
        "<dc:creator>Roe, Jan P.</dc:creator><dc:subject>reed; bog</dc:subject>"
        "<dc:description>&lt;p&gt;Reeds grow where it is wet.&lt;/p&gt;"
        "</dc:description>"
        "<dc:publisher>Bog Society</dc:publisher><dc:date>2026-06-30</dc:date>"
        "<dc:type>info:eu-repo/semantics/article</dc:type>"
        "<dc:identifier>https://j.example/index.php/bogs/article/view/1</dc:identifier>"
        "<dc:identifier>10.5555/BOGS.1</dc:identifier>"
        "<dc:source>Journal of Bogs; Vol. 12 No. 3 (2026); 1-10</dc:source>"
        "<dc:source>1234-5678</dc:source>"
        "<dc:relation>https://doi.org/10.5555/cited</dc:relation>"
    )
    assert papers(read(document(record(fields)))) == [
        Paper(
            id="oai:repository.example:1",
            title="Where Reeds Grow",
            authors=("Ida Fern", "Jan P. Roe"),
            abstract="Reeds grow where it is wet.",
            venue="Journal of Bogs",
            date="2026-06-30",
            url="https://j.example/index.php/bogs/article/view/1",
            doi="10.5555/bogs.1",
            keywords=("reed", "bog"),
        )
    ]


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        (
            "<dc:identifier>https://doi.org/10.5555/z.1</dc:identifier>",
            "doi",
            "10.5555/z.1",
        ),
        ("<dc:identifier>doi:10.5555/z.1</dc:identifier>", "doi", "10.5555/z.1"),
        (
            "<dc:identifier>https://arxiv.org/abs/2606.00001</dc:identifier>",
            "arxiv",
            "2606.00001",
        ),
        ("<dc:relation>arXiv:2606.00001</dc:relation>", "arxiv", "2606.00001"),
        (
            "<dc:identifier>https://r.example/1.pdf</dc:identifier>",
            "pdf",
            "https://r.example/1.pdf",
        ),
        (
            "<dc:date>2026-06</dc:date><dc:date>2026-06-30</dc:date>",
            "date",
            "2026-06-30",
        ),
        (
            "<dc:date>2026-07-01T00:00:00Z</dc:date><dc:date>2025</dc:date>",
            "date",
            "2025",
        ),
        ("<dc:source>Bogs, Vol. 3, Pages 1-2</dc:source>", "venue", "Bogs"),
        ("<dc:type>Editorial</dc:type>", "notice", True),
        ("<dc:description>Bogs 12 (3), 1-10 (2026)</dc:description>", "abstract", ""),
    ],
)
def test_forms_of_fields(
    read: Read, papers: Papers, fields: str, name: str, value: object
) -> None:
    (paper,) = papers(read(document(record(f"<dc:title>Rain</dc:title>{fields}"))))
    assert getattr(paper, name) == value


def test_what_is_no_paper_is_a_problem(read: Read, problems: Problems) -> None:
    gone = (
        '<record><header status="deleted"><identifier>oai:r:2</identifier></header>'
        "</record>"
    )
    other = (
        "<record><header><identifier>oai:r:3</identifier></header><metadata>"
        '<mods xmlns="http://www.loc.gov/mods/v3"/></metadata></record>'
    )
    found = read(document(record("<dc:creator>Fern, Ida</dc:creator>"), gone, other))
    assert [why for _, why in problems(found)] == [
        "oai:repository.example:1: no title; left out",
        "oai:r:2: deleted by its repository",
        "oai:r:3 left out: unrecognised format: {http://www.loc.gov/mods/v3}mods",
    ]


def test_an_error_and_a_cut_document_are_problems(
    read: Read, problems: Problems
) -> None:
    error = '<error code="badArgument">No such set</error>'
    assert ("page", "the repository reports an error: No such set") in problems(
        read(document(inside=error))
    )
    nothing = '<error code="noRecordsMatch">None</error>'
    assert problems(read(document(inside=nothing))) == []
    cut = document(record("<dc:title>Rain</dc:title>"))[:-30]
    assert problems(read(cut))[-1][1].startswith("damaged or cut off")


def test_arxivs_documents_stay_arxivs() -> None:
    head = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    own = "<request>https://oaipmh.arxiv.org/oai</request>"
    assert detect_format(head + own, ".xml") == "arxiv-oai"
    assert detect_format(head + "<ListRecords>", "") == "arxiv-oai"
    assert detect_format(document().decode(), ".xml") == "oai-dc"
