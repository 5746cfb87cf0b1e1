"""Groups of JabRef that have a rule instead of members."""

from __future__ import annotations

import pytest

from readnext.paper import Entry
from readnext_adapters.libraries import bibtex

RULES = r"""
@article{a, title={Moss, bogs}, keywords={bog, fens}, author={Ash, R.}, year=2001,
  readstatus={read}}
@article{b, title={Newts}, keywords={Bogs}, journal={Ponds}}
@Comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 RULE;
2 StaticGroup:Below\;0\;1\;\;\;\;;
}
"""


@pytest.mark.parametrize(
    ("rule", "keys"),
    [
        (r"KeywordGroup:G\;0\;keywords\;bog\;0\;0\;1\;", ["a"]),
        (r"KeywordGroup:G\;0\;keywords\;BOGS\;0\;0\;1\;", ["b"]),
        (r"KeywordGroup:G\;0\;keywords\;BOGS\;1\;0\;1\;", []),
        (r"KeywordGroup:G\;0\;readstatus\;read\;0\;0\;0\;", ["a"]),
        (r"KeywordGroup:G\;0\;keywords\;(b+)+\;0\;1\;0\;", []),
        (r"SearchGroup:G\;0\;journal = ponds\;0\;0\;1\;", ["b"]),
        (r"SearchGroup:G\;0\;moss ash\;0\;0\;1\;", ["a"]),
        (r"SearchGroup:G\;0\;year == 2001\;0\;0\;1\;", ["a"]),
        (r"SearchGroup:G\;0\;author = ash and year = 2001\;0\;0\;1\;", []),
        (r"SearchGroup:G\;0\;\;0\;0\;1\;", []),
        (r"KeywordGroup:G\;0", []),
    ],
)
def test_groups_that_have_a_rule(rule: str, keys: list[str]) -> None:
    entries = list(bibtex.read(RULES.replace("RULE", rule).encode(), "file"))
    assert all(isinstance(entry, Entry) for entry in entries)
    found = [e.key for e in entries if isinstance(e, Entry) and e.collections == ("G",)]
    assert found == keys
