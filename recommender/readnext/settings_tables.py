"""Tables of the settings file whose values are of several kinds, and their checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from readnext.request import Experiment, RankerSetting, Watch

# Says what to write instead of a value, "" if the value is valid.
Check = Callable[[object], str]


def _is_texts(value: object) -> bool:
    several = value if isinstance(value, list) else [value]
    return all(isinstance(one, str) and one.strip() for one in several)


def _text(value: object) -> str:
    return "" if isinstance(value, str) and value.strip() else "write a string"


def _texts(value: object) -> str:
    return "" if _is_texts(value) else "write a string or a list of strings"


def _cites(value: object) -> str:
    if isinstance(value, bool) or _is_texts(value):
        return ""
    return "write true, or a list of citation keys"


def _key(value: object) -> str:
    if (
        isinstance(value, str)
        and len(value) == 1
        and value.isprintable()
        and value > " "
    ):
        return ""
    return "write one character"


# The keys of the page, by what they do.
PAGE_KEYS: Mapping[str, str] = {
    "next": "j",
    "previous": "k",
    "like": "l",
    "dismiss": "d",
    "undo": "u",
    "save": "s",
    "zotero": "z",
    "open": "o",
    "pdf": "p",
    "search": "/",
    "help": "?",
}


_RANKERS = {"lightgbm": True, "prior": False}


def _setting(value: object) -> str:
    """What is wrong with a setting of the ranker, "" if nothing is."""
    if not isinstance(value, dict):
        return 'write a table, e.g. { ranker = "prior" } or { diversity = 0.2 }'
    if not value.keys() <= {"ranker", "diversity"}:
        return "its keys are ranker and diversity"
    if value.get("ranker", "prior") not in list(_RANKERS):
        return f"ranker is one of {', '.join(_RANKERS)}"
    diversity = value.get("diversity", 0.0)
    is_number = isinstance(diversity, int | float) and not isinstance(diversity, bool)
    return "" if is_number and 0 <= diversity <= 1 else "diversity is a number, 0 to 1"


TABLES: Mapping[str, Mapping[str, Check]] = {
    "formats": {"suggest": _text, "trending": _text},
    "mail": {"password-command": _text, "password-file": _text},
    "keys": dict.fromkeys(PAGE_KEYS, _key),
    "feedback": {
        "imap": _text,
        "move-to": _text,
        "password-command": _text,
        "password-file": _text,
    },
    "experiment": {"a": _setting, "b": _setting},
    "watch": {"people": _texts, "labs": _texts, "cites": _cites},
}


def page_keys(table: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of the page, by what they do, with a valid table ``[keys]``."""
    return {**PAGE_KEYS, **table}


def key_of_two(table: Mapping[str, object]) -> str:
    """Return why a table ``[keys]`` gives one key to two things, "" if it does not.

    >>> key_of_two({"like": "d"})
    "keys.like is 'd', which is the key of dismiss, too; write another one"
    """
    keys: dict[str, object] = {**PAGE_KEYS, **table}
    for name, key in table.items():
        for other, same in keys.items():
            if other != name and same == key:
                return (
                    f"keys.{name} is {key!r}, which is the key of {other}, too; "
                    "write another one"
                )
    return ""


def watch_of(table: Mapping[str, object]) -> Watch:
    """Return the watch list of a valid table ``[watch]``."""
    cites = table.get("cites", False)
    return Watch(
        people=_several(table.get("people")),
        labs=_several(table.get("labs")),
        cites=bool(cites),
        cited_keys=() if isinstance(cites, bool) else _several(cites),
    )


def _several(value: object) -> tuple[str, ...]:
    return (
        tuple(value)
        if isinstance(value, list)
        else (value,)
        if isinstance(value, str)
        else ()
    )


def experiment_of(table: Mapping[str, Mapping[str, object]]) -> Experiment | None:
    """Return the experiment of a valid table ``[experiment]``, None if it is empty."""
    if not table:
        return None
    return Experiment(*(_ranker_setting(table.get(team, {})) for team in ("a", "b")))


def _ranker_setting(value: Mapping[str, object]) -> RankerSetting:
    ranker, diversity = value.get("ranker"), value.get("diversity")
    return RankerSetting(
        trained=ranker is None or _RANKERS[str(ranker)],
        diversity=float(diversity) if isinstance(diversity, int | float) else None,
    )
