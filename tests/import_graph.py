"""The graph of imports between the project's folders, and the circles in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BASES = (ROOT / "recommender", ROOT / "adapters")


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement of a module: what it imports, and where it does."""

    module: str
    imported: str
    line: int

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.imported}"


Graph = dict[str, dict[str, list[Import]]]


def modules() -> dict[str, Path]:
    """Return every module of the project by its dotted name."""
    found = {}
    for base in BASES:
        for path in sorted(base.rglob("*.py")):
            name = ".".join(path.relative_to(base).with_suffix("").parts)
            found[name.removesuffix(".__init__")] = path
    return found


def imports_of(name: str, path: Path, known: Mapping[str, Path]) -> Iterator[Import]:
    """Yield the project's modules that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield Import(
                    name, inner if inner in known else node.module, node.lineno
                )
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name, alias.name, node.lineno)


def folder_graph() -> Graph:
    """Return which folder imports which other one, with the statements that do.

    The entry point `readnext.__main__` belongs to no folder: it may import the edge.
    """
    known = modules()
    folders = {
        name: name if path.name == "__init__.py" else name.rpartition(".")[0]
        for name, path in known.items()
        if name != "readnext.__main__"
    }
    graph: Graph = {folder: {} for folder in sorted(set(folders.values()))}
    for name, folder in folders.items():
        for found in imports_of(name, known[name], known):
            target = folders.get(found.imported)
            if target is not None and target != folder:
                graph[folder].setdefault(target, []).append(found)
    return graph


def circles(graph: Graph) -> list[list[str]]:
    """Return the groups of folders that import each other, directly or not."""
    reach = {folder: _reachable(graph, folder) for folder in graph}
    found: list[list[str]] = []
    for folder in graph:
        group = [one for one in reach[folder] if folder in reach[one]]
        if group and sorted(group) not in found:
            found.append(sorted(group))
    return found


def _reachable(graph: Graph, start: str) -> set[str]:
    """The folders that can be reached from one, itself only by a circle."""
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        folder = waiting.pop()
        if folder not in found:
            found.add(folder)
            waiting += graph[folder]
    return found


def in_words(graph: Graph, folders: list[str] | None = None) -> str:
    """Return the graph, or the part of some folders with every import, as text."""
    lines = []
    for folder, targets in graph.items():
        for target, imports in targets.items():
            if folders is None:
                lines.append(f"{folder} -> {target} ({len(imports)})")
            elif folder in folders and target in folders:
                lines.append(f"{folder} -> {target}")
                lines += [f"    {one}" for one in imports]
    return "\n".join(lines)
