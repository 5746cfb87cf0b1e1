"""What author lists hold beside names: marks, addresses, affiliations, roles."""

from __future__ import annotations

import re

_RAISED = re.compile(r"<sup\b[^<>]{0,200}>[^<>]{0,60}</sup>", re.IGNORECASE)
_LEAD = re.compile(
    r"^\s*(?:(?:(?:edited )?by|von|par|por|authors?(?:\(s\))?|autor(?:en|es)?|auteurs?"
    r"|作者)\s*[:：]\s*|(?:edited\s+)?by\s+(?=[^\W\d_]))",
    re.IGNORECASE,
)
# A list of affiliations after all names.
_AFFILIATIONS = re.compile(
    r"\b(?:author )?affiliations?\b\s*:?(?P<labs>.*)$"
    r"|\b(?:correspond(?:ence|ing author)s?|contributed equally|equal contribution)"
    r"\b.*$",
    re.IGNORECASE | re.DOTALL,
)
# A workplace behind a footnote mark, or directly behind a name.
_WORKPLACE = (
    r"(?:department|dept|school|institut\w*|universit\w*|faculty|college|cent(?:er|re)"
    r"|laborator\w+|division|hospital|academy|clinic|max planck|state key)\b"
)
_KEYED = re.compile(
    rf"(?:(?<=[^\W\d_])\s?\d{{1,2}}\s?|(?<=[^\W\d_])[a-z]\s(?=[^;]{{0,300}};\s?b\s?[A-Z])"
    rf"|\s[a-z]\s)(?:the )?{_WORKPLACE}.*$",
    re.IGNORECASE | re.DOTALL,
)
# Names that nothing separates: "Ida FernJan Roe".
_GLUED = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ.])")
_ONE_MAIL = re.compile(r"\s*\S+@\S+\s*\(\s*([^()]+?)\s*\)\s*")
_MAIL = re.compile(
    r"[<(\[]?\s*(?:mailto:)?[\w.+%-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,9}\s*[>)\]]?"
)
_ORCID = re.compile(
    r"[(\[<]?\s*(?:orcid(?:\s+id)?\s*:?\s*)?(?:https?://(?:www\.)?orcid\.org/)?"
    r"\d{4}-\d{4}-\d{4}-\d{3}[\dXx]\s*[)\]>]?|\b(?:ORCID(?: iD)?)\b\s*:?",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://\S+")
_NOTE = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]")
_MARKS = "*†‡§¶#‖¹²³⁰⁴⁵⁶⁷⁸⁹⁺⁻✉✝∗⋆☨⁎ᵃᵇᶜᵈᵉᶠ"
_MARK = f"[{re.escape(_MARKS)}]"
_LAST_MARKS = re.compile(
    rf"(?:[\s{re.escape(_MARKS)}]|(?<=[^\W\d_.])\d{{1,4}}(?![^\W_])|(?<=\s)\d{{1,4}}"
    rf"|(?<={_MARK})(?:\d{{1,4}}|[a-z])(?![^\W_])"
    r"|(?<=\s)[a-z](?=\s*$|\s*[\d*†])|\^\{?\w*\}?)+$"
)
_ONLY_MARKS = re.compile(rf"[\d\s.,+{re.escape(_MARKS)}^{{}}$]*[a-z]?")
_FIRST_MARKS = re.compile(rf"^[\s\d{re.escape(_MARKS)}]+|^[a-z]\s+(?=[A-ZÀ-Þ])")
_NO_NAME = re.compile(
    r"(?:anonymous|unknown|no authors?(?: listed)?|n/?a|none|various|admin)\W*",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"(?:Ph\.?\s?D\.?|M\.?D\.?|D\.?Phil\.?|M\.?Sc\.?|B\.?Sc\.?|M\.?A\.?"
    r"|M\.?P\.?H\.?|M\.?S\.?"
    r"|Dr\.?(?:\s?(?:rer\.?\s?nat|med|phil|ing)\.?)?|Pharm\.?D\.?|R\.?N\.?"
    r"|F\.?R\.?S\.?|Eds?\.?"
    r"|F\.?A\.?C\.?P\.?|M\.?B\.?A\.?|LL\.?M\.?|D\.?V\.?M\.?|Author|Editors?|deceased)"
)
_TITLE = re.compile(
    r"^(?:(?:Prof(?:essor)?|Dr|Dipl|Ing|Mr|Mrs|Ms|Sir)\.?-?\s+(?:Dr\.?\s+)?)(?=\w)"
)
_FOR_GROUP = re.compile(
    r"^(?:(?:and\s+)?(?:on behalf of|for|in collaboration with)\s+)(?:the\s+)?(?=\w)",
    re.IGNORECASE,
)
_INNER_GROUP = re.compile(
    r"\s+(?:on behalf of|for)\s+(?:the\s+)?(?=[^,;]{2,120}\b(?:collaboration|consortium"
    r"|group|team|network|investigators|initiative)\b)",
    re.IGNORECASE,
)
_LAB = re.compile(
    r"\b(?:universit\w*|uniwersytet\w*|departments?|dept|departamento|institut\w*"
    r"|istituto"
    r"|instytut\w*|schools?|facult\w+|facultad|fakultät|colleges?|hospital\w*"
    r"|laborator\w+"
    r"|labs?|cent(?:er|re)s?|centro|clinic|academy|ministry|division of|polytechni\w*"
    r"|politecnico|hochschule|école|inc|ltd|llc|gmbh|corp|corporation|max planck"
    r"|cnrs|inria|inserm|csic|eth zürich|mit|nasa|cern)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:collaborations?|consorti\w+|groups?|teams?|committee|network"
    r"|investigators|society"
    r"|association|organi[sz]ation|agency|council|foundation|initiative|project"
    r"|ministry"
    r"|working party|task force)\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 300
_COUNTRIES = frozenset(
    (
        "uk;u.k.;united kingdom;usa;u.s.a.;us;united states;germany;france;"
        "italy;spain;china;p. r. china;p.r. china;pr china;japan;india;canada;"
        "australia;brazil;switzerland;sweden;norway;denmark;finland;austria;"
        "belgium;netherlands;the netherlands;poland;portugal;greece;turkey;"
        "israel;iran;egypt;south korea;korea;republic of korea;taiwan;singapore;"
        "russia;ireland;mexico;chile;argentina;south africa;new zealand;"
        "czech republic;hungary;scotland;england;wales;london;paris;berlin;"
        "beijing;shanghai;tokyo;boston"
    ).split(";")
)


def without_notes(text: str) -> tuple[str, tuple[str, ...]]:
    """Return an author list without what belongs to no name, and the labs it named.

    >>> without_notes("Ida Fern (Moor University), Jan Roe jan@example.org")
    ('Ida Fern, Jan Roe', ('Moor University',))
    """
    text = _LEAD.sub("", _tidy(_RAISED.sub("", text)), count=1)
    if mail := _ONE_MAIL.fullmatch(text):
        text = mail[1]
    text = _without_links(text)
    text = _MAIL.sub(" ", text)
    labs: list[str] = []
    if ended := _AFFILIATIONS.search(text):
        text = text[: ended.start()]
    for _ in range(3):  # notes within notes
        notes = _NOTE.findall(text)
        if not notes:
            break
        labs += (note.strip() for note in notes if is_affiliation(note))
        text = _NOTE.sub("", text)
    text = _INNER_GROUP.sub(", ", text)
    return _unglued(_tidy(_KEYED.sub("", text))), tuple(labs)


def _unglued(text: str) -> str:
    """An author list with commas between names that nothing separated.

    Capitals within a name ("DeWitt") leave a piece of one word.
    """
    if not _GLUED.search(text):
        return text
    parts = re.split(r"([,;\n])", text)
    return "".join(_split_glued(part) for part in parts)


def _split_glued(part: str) -> str:
    pieces = _GLUED.split(part)
    if len(pieces) > 1 and all(len(piece.split()) > 1 for piece in pieces):
        return ", ".join(pieces)
    return part


def _without_links(text: str) -> str:
    return _LINK.sub(" ", _ORCID.sub(" ", text))


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\s+(?=[,;])", "", "\n".join(filter(None, lines))).strip()


def strip_marks(name: str) -> str:
    """Return a name without footnote marks, titles and degrees; "" if nothing is left.

    >>> strip_marks("Dr. Ida Fern1,2"), strip_marks("Jan Roe †"), strip_marks("MD")
    ('Ida Fern', 'Jan Roe', '')
    """
    name = name[:_LONGEST_NAME].strip(" ,;")
    if any(one.fullmatch(name) for one in (_ONLY_MARKS, _DEGREE, _NO_NAME)):
        return ""
    name = _LAST_MARKS.sub("", name.replace(",", " ") if name[-1:].isdigit() else name)
    name = _FIRST_MARKS.sub("", name)
    if _DEGREE.fullmatch(name):
        return ""
    words = name.split()
    while len(words) > 2 and _DEGREE.fullmatch(words[-1]) and len(words[-1]) > 2:
        words.pop()
    name = _FOR_GROUP.sub("", " ".join(words))
    return _TITLE.sub("", name)


def is_affiliation(text: str) -> bool:
    """Tell whether a text is the name of a workplace."""
    return _LAB.search(text) is not None and not _BODY.search(text)


def is_body(text: str) -> bool:
    """Tell whether a text names a group or an organisation."""
    return _BODY.search(text) is not None or _LAB.search(text) is not None


def is_country(text: str) -> bool:
    """Tell whether a text is a country, or a city that often ends an affiliation."""
    return text.casefold().strip(". ") in _COUNTRIES or text.casefold() in _COUNTRIES
