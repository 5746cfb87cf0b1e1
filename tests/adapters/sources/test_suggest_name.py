"""What a wrong name of a source probably means."""

from __future__ import annotations

import pytest

from readnext.errors import InputError
from readnext_adapters.sources import parse_source


@pytest.mark.parametrize(
    ("name", "probable"),
    [
        ("openalx:foo", "openalex:foo"),
        ("cs.LG", "arxiv:cs.LG"),
        ("hep-th", "arxiv:hep-th"),
        ("axriv:cs.LG", "arxiv:cs.LG"),
        ("pubmed:", "europepmc:..."),
        ("pubmed:peat moss", "europepmc:peat moss"),
        ("PubMed: peat", "europepmc:peat"),
        ("europe-pmc:peat", "europepmc:peat"),
        ("cross ref:0028-0836", "crossref:0028-0836"),
        ("0028-0836", "crossref:0028-0836"),
        ("10.2139", "crossref:prefix:10.2139"),
        ("ssrn:anything", "crossref:prefix:10.2139"),
        ("ssrn", "crossref:prefix:10.2139"),
        ("semantic scholar:peat", "s2:peat"),
        ("inspirehep:t top", "inspire:t top"),
        ("journal:Nature", "crossref:journal:Nature"),
        ("dbpl:conf/icse", "dblp:conf/icse"),
        ("bioarxiv:ecology", "biorxiv:ecology"),
        ("rss:https://a.example/rss", "feed:https://a.example/rss"),
        ("www.nature.com/nature.rss", "https://www.nature.com/nature.rss"),
    ],
)
def test_the_probable_name_is_in_one_short_line(name: str, probable: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_source(name)
    said = str(caught.value)
    assert f"did you mean {probable}?" in said
    assert "\n" not in said and len(said) < 160


@pytest.mark.parametrize("name", ["gopher:bog", "", ":", "moss", "x y z"])
def test_the_kinds_are_listed_where_nothing_is_near(name: str) -> None:
    with pytest.raises(InputError, match="the kinds are acl, ads, arxiv,") as caught:
        parse_source(name)
    assert len(str(caught.value)) < 300
