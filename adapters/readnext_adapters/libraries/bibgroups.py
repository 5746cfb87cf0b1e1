"""Groups that JabRef and BibDesk keep in comments, as collections of entries.

JabRef names an entry's groups in the entry and keeps their tree in a comment; old
versions, and BibDesk, list a group's entries in the comment. Groups by keyword and
search have a rule (`bibgrouprules`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from xml.etree.ElementTree import Element

from readnext.paper import Problem
from readnext_adapters.libraries.bibgrouprules import Rule, read_rule
from readnext_adapters.parsing.latex import decode_latex
from readnext_adapters.parsing.xmltree import local_name, read_elements

_TREE = re.compile(
    r"@comment\s*[{(]\s*jabref-meta:\s*(?:grouping|groupstree):", re.IGNORECASE
)
_TREE_END = re.compile(r";\s*[})]|^[ \t]*[})]", re.MULTILINE)
_GROUP = re.compile(r"\s*(?P<depth>\d{1,3}) (?P<kind>\w+):(?P<rest>.*)", re.DOTALL)
_KINDS = frozenset(("StaticGroup", "ExplicitGroup"))
_BIBDESK = re.compile(r"@comment\s*\{\s*BibDesk Static Groups\s*\{", re.IGNORECASE)
_MOST_BLOCKS = 20
_DEEPEST = 40
_LONGEST = 200
_MOST_OF_A_NAME = 20
_MOST_RULES = 200


class Groups:
    """The groups of a file: their paths, by name and by the keys of their entries."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[str]] = {}
        self._by_key: dict[str, list[str]] = {}
        self._rules: list[Rule] = []

    def add(self, name: str, path: str, keys: Iterable[str]) -> None:
        """Add a group and the entries that it lists."""
        paths = self._by_name.setdefault(name, [])
        if len(paths) < _MOST_OF_A_NAME:
            paths.append(path)
        for key in keys:
            self._by_key.setdefault(key, []).append(path)

    def add_rule(self, rule: Rule | None) -> None:
        """Add a group that has a rule instead of members."""
        if rule and len(self._rules) < _MOST_RULES:
            self._rules.append(rule)

    def of(
        self, key: str, named: Iterable[str], fields: Mapping[str, str]
    ) -> tuple[str, ...]:
        """Return the paths of an entry's groups, those it names and those it is in."""
        paths = [p for name in named for p in self._by_name.get(name, [name])]
        ruled = [rule.path for rule in self._rules if rule.holds(fields)]
        return tuple(dict.fromkeys([*paths, *self._by_key.get(key, ()), *ruled]))


def read_groups(text: str) -> Groups:
    """Return the groups that a file's comments describe; never fails."""
    groups = Groups()
    for start in islice(_TREE.finditer(text), _MOST_BLOCKS):
        if (end := _TREE_END.search(text, start.end())) is None:
            break
        _add_tree(groups, text[start.end() : end.end() - 1])
    for start in islice(_BIBDESK.finditer(text), _MOST_BLOCKS):
        if (stop := text.find("</plist>", start.end())) < 0:
            break
        _add_bibdesk(groups, text[start.end() : stop + len("</plist>")])
    return groups


def _add_tree(groups: Groups, body: str) -> None:
    r"""Read lines like ``2 StaticGroup:Name\;0\;1\;..;``, wrapped at any position."""
    parents: list[str] = []
    for part in re.split(r"(?<!\\);", body.replace("\n", "")):
        match = _GROUP.match(part)
        if match is None or match["depth"] == "0":
            continue
        fields = re.split(r"(?<!\\)\\;", match["rest"])
        name = decode_latex(fields[0].replace("\\\\", "\\").replace("\\;", ";"))[
            :_LONGEST
        ]
        parents = parents[: min(int(match["depth"]) - 1, _DEEPEST)]
        path = "/".join([*parents, name])
        parents.append(name)
        if name and match["kind"] in _KINDS:
            listed = fields[2:] if match["kind"] == "ExplicitGroup" else []
            groups.add(name, path, filter(None, (key.strip() for key in listed)))
        elif name:
            groups.add_rule(read_rule(match["kind"], path, _unescaped(fields)))


def _unescaped(fields: Iterable[str]) -> list[str]:
    return [re.sub(r"\\+([;:\\])", r"\1", field) for field in fields]


def _add_bibdesk(groups: Groups, plist: str) -> None:
    for group in read_elements(plist.lstrip(), "", {"dict"}):
        if not isinstance(group, Problem):
            fields = dict(_pairs(group))
            if name := " ".join(fields.get("group name", "").split())[:_LONGEST]:
                keys = (key.strip() for key in fields.get("keys", "").split(","))
                groups.add(name, name, filter(None, keys))


def _pairs(group: Element) -> Iterator[tuple[str, str]]:
    """The keys and values of a property list, which alternate."""
    name = ""
    for element in group:
        if local_name(element) == "key":
            name = element.text or ""
        else:
            yield name, element.text or ""
