"""Opens a library in any supported format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from readnext.errors import InputError
from readnext.library.convert import as_entry
from readnext.paper import Entry, Paper, Problem
from readnext_adapters.catalogs import CATALOG_FORMATS
from readnext_adapters.catalogs import detect_format as detect_catalog
from readnext_adapters.libraries import LIBRARY_FORMATS, LibraryFormat, detect_format
from readnext_adapters.libraries.zotero.livelibrary import PREFIX
from readnext_adapters.libraries.zotero.sqlitecopy import is_database
from readnext_adapters.opening.catalog import read_with
from readnext_adapters.opening.kept_entries import KeptEntries
from readnext_adapters.opening.near_files import files_in, near_files
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.foreign import refuse_foreign
from readnext_adapters.parsing.largest import largest_library, too_large
from readnext_adapters.parsing.open import ByteStream, Limit, open_stream

if TYPE_CHECKING:
    from readnext_adapters.libraries.bibtex import Definitions
    from readnext_adapters.libraries.bibvalues import Value

_WITH_MACROS = frozenset((".bib", ".bibtex", ".biblatex"))
_NO_MACROS: Definitions = MappingProxyType({})


def shared_macros(sources: Sequence[str]) -> Definitions:
    """Return the macros of all BibTeX files that are given together.

    Of two definitions the last one counts. A file that cannot be read has none here.
    """
    files = [s for s in sources if Path(s).suffix.lower() in _WITH_MACROS]
    if len(files) < 2:
        return _NO_MACROS
    from readnext_adapters.libraries import bibtex

    found: dict[str, Value] = {}
    for source in files:
        with suppress(OSError, ValueError):
            path = Path(source)
            if path.is_file() and path.stat().st_size <= largest_library():
                found |= bibtex.definitions(path.read_bytes())
    return found


def read_library(
    source: str,
    tick: Callable[[int], None] = lambda _: None,
    macros: Definitions = _NO_MACROS,
    cache: Path | None = None,
) -> Iterator[Entry | Problem]:
    """Yield the entries of a library and the problems in it.

    `source` is a file, "-" for standard input, or ``zotero:...`` for a live Zotero,
    from which `tick` counts what is fetched. Any format that readnext can read is
    accepted, also those of catalogs. `macros` are those of the other files that were
    given, as of `shared_macros`. What was read of a file is kept in the folder `cache`,
    and taken from there while the file is as it was. Raises InputError if there is
    nothing to read, NetworkError if a library cannot be fetched completely.
    """
    if source.startswith(PREFIX):
        # Files do not need the HTTP library, which takes time to load.
        from readnext_adapters.libraries.zotero.live import read_live

        return read_live(source, tick)
    if source != "-" and is_database(Path(source)):
        from readnext_adapters.libraries.zotero.database import read_database

        return read_database(Path(source), source)
    if source != "-" and Path(source).is_dir():
        raise InputError(f"{source}: is a directory; {files_in(Path(source))}")
    if source != "-" and (near := near_files(Path(source))):
        raise InputError(f"{source}: No such file or directory; {near}")
    size = largest_library()
    limit = Limit(size, too_large(size))
    # Standard input can be read only once.
    attempts = 1 if source == "-" else 2
    return read_steady(lambda: open_stream(source, limit), attempts, macros, cache)


def format_of_file(path: Path) -> str | None:
    """Return the name of the library format that a file's content has, None for none.

    The name of the file does not count, nor does a file that cannot be read.
    """
    if is_database(path):
        return "zotero.sqlite"
    try:
        with closing(open_stream(str(path))) as source:
            head = decode_bytes(source.head()).text
    except (InputError, OSError):
        return None
    return next((n for n, f in LIBRARY_FORMATS.own() if f.detect(head)), None)


def read_steady(
    opener: Callable[[], ByteStream],
    attempts: int = 2,
    macros: Definitions = _NO_MACROS,
    cache: Path | None = None,
) -> Iterator[Entry | Problem]:
    """Yield the entries of a consistent state of a file.

    A file that changes while it is read is opened and read again. Raises InputError if
    it then changes again.
    """
    for _ in range(attempts):
        opened = opener()
        label = opened.label
        try:
            return _read_kept(opened, macros, cache)
        except _Changed:
            opened.close()
        except InputError:
            opened.close()
            raise
    raise InputError(
        f"{label}: another program writes to it while it is read; wait until it is done"
    )


class _Changed(Exception):
    """A file changed while it was read: its content may be inconsistent."""


def _read_kept(
    source: ByteStream, macros: Definitions, cache: Path | None
) -> Iterator[Entry | Problem]:
    """The entries of a file, from the cache if it has them."""
    kept = KeptEntries.of(source, macros, cache) if cache else None
    if not kept:
        return _read_file(source, macros)[0]
    if (found := kept.find()) is None:
        items, library = _read_file(source, macros)
        return kept.storing(items) if library else items
    if source.changed():
        raise _Changed
    source.close()
    return iter(found)


def _read_file(
    source: ByteStream, macros: Definitions
) -> tuple[Iterator[Entry | Problem], bool]:
    """The entries of a file; those of a catalog's format lazily.

    Also returned is whether its format is one of readnext's own for libraries.
    """
    start = source.head()
    refuse_foreign(start, source.label)
    head = decode_bytes(start).text
    if name := _named(head, source.suffix):
        items = _read_whole(LIBRARY_FORMATS[name], source, macros)
        return items, name in LIBRARY_FORMATS.builtin
    _refuse_empty(start, source)
    if name := detect_catalog(head, source.suffix):
        papers = read_with(CATALOG_FORMATS[name], source, dt.date.today())
        return _entries(papers, source.label), False
    known = ", ".join(sorted({*LIBRARY_FORMATS, *CATALOG_FORMATS}))
    raise InputError(f"{source.label}: unrecognised format; readnext reads {known}")


def _read_whole(
    reader: LibraryFormat, source: ByteStream, macros: Definitions
) -> Iterator[Entry | Problem]:
    """The entries of a file that is read at once; a compressed one may be truncated."""
    with closing(source):
        data = source.read()
        if source.changed():
            raise _Changed
    _refuse_empty(data, source)
    broken = [source.problem] if source.problem else []
    if macros and reader is LIBRARY_FORMATS["bibtex"]:
        from readnext_adapters.libraries import bibtex

        return chain(bibtex.read(data, source.label, macros), broken)
    return chain(reader.read(data, source.label), broken)


def _refuse_empty(data: bytes, source: ByteStream) -> None:
    if data.strip():
        return
    why = source.problem.why if source.problem else "the file is empty"
    raise InputError(f"{source.label}: {why}")


def _named(head: str, suffix: str) -> str | None:
    """The library format, unless the content is that of a catalog."""
    name = detect_format(head, suffix)
    if name and not LIBRARY_FORMATS[name].detect(head) and detect_catalog(head, ""):
        return None
    return name


def _entries(
    papers: Iterator[Paper | Problem], label: str
) -> Iterator[Entry | Problem]:
    """A catalog's papers as entries."""
    for number, paper in enumerate(papers, 1):
        if isinstance(paper, Paper):
            yield as_entry(paper, f"{label}:{number}")
        else:
            yield paper
