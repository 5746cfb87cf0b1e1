"""The LaTeX macros that occur in bibliographies, as tables."""

from __future__ import annotations

import unicodedata

# Accent macros and the combining mark that follows the letter.
ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "r": "\u030a",
    "d": "\u0323",
    "b": "\u0331",
    "t": "\u0361",
    "f": "\u0311",
    "G": "\u030f",
    "h": "\u0309",
    "U": "\u030e",
    "textcommabelow": "\u0326",
    "textsubdot": "\u0323",
    "textogonekcentered": "\u0328",
    "acute": "\u0301",
    "grave": "\u0300",
    "hat": "\u0302",
    "ddot": "\u0308",
    "tilde": "\u0303",
    "bar": "\u0304",
    "dot": "\u0307",
    "breve": "\u0306",
    "check": "\u030c",
    "mathring": "\u030a",
    "ocirc": "\u030a",
}
# Accents without a letter.
BARE_ACCENTS = {"'": "´", "`": "`", "^": "^", '"': "¨", "~": "~", "=": "¯", ".": "˙"}
# Backslash and one character; others represent themselves.
CONTROL = dict.fromkeys(" ,;:>\n\t\\", " ") | dict.fromkeys("!/-@", "")
# Macros that put quotation marks around their argument.
QUOTES = dict.fromkeys(
    "enquote mkbibquote textquote mkbibquotes textcquote".split(), ("“", "”")
)
# Macros that only change the formatting of what follows.
SWITCHES = frozenset(
    "em bf it rm sc sl sf tt up md bfseries itshape scshape slshape upshape mdseries"
    " rmfamily sffamily ttfamily normalfont tiny scriptsize footnotesize small"
    " normalsize large Large LARGE huge Huge protect relax noopsort boldmath"
    " unboldmath sloppy selectfont allowbreak nolinebreak noindent ignorespaces"
    " unskip par newline linebreak newblock bgroup egroup natexlab hfill hfil xspace"
    " nobreak break null leavevmode kern displaystyle textstyle cal".split()
)
# Macros around text; without an argument they are nothing.
WRAPPERS = frozenset(
    "emph textbf textit textsl textsc textsf texttt textrm textup textmd textnormal"
    " text mathrm mathit mathbf mathsf mathtt mathcal mathbb mathfrak ensuremath mbox"
    " hbox fbox underline uline textsuperscript textsubscript mkbibemph mkbibbold"
    " mkbibitalic mkbibparens mkbibbrackets mkbibsuperscript mkbibacro uppercase"
    " lowercase MakeUppercase MakeLowercase NoCaseChange url sout textsmaller"
    " textlarger bibstring autocap".split()
)


# Characters that have a superscript or subscript form.
SCRIPTS = {
    "^": dict(
        zip(
            "0123456789+-=()abcdefghijklmnoprstuvwxyz",
            "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
            strict=True,
        )
    ),
    "_": dict(
        zip(
            "0123456789+-=()aehijklmnoprstuvx",
            "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
            strict=True,
        )
    ),
}

_LETTERS = {
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ",
    "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "imath": "ı",
    "jmath": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ", "ohorn": "ơ", "OHORN": "Ơ",
    "uhorn": "ư", "UHORN": "Ư", "textschwa": "ə", "textturna": "ɐ",
    "texthbar": "ħ", "textcrh": "ħ", "textcrd": "đ", "textbari": "ɨ", "texteng": "ŋ",
}  # fmt: skip
_MARKS = {
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textquotedblleft": "“", "textquotedblright": "”", "textquotedbl": '"',
    "textquotesingle": "'", "quotesinglbase": "‚", "quotedblbase": "„", "glqq": "„",
    "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»", "guillemotleft": "«",
    "guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "flq": "‹",
    "frq": "›", "lq": "‘", "rq": "’", "textasciigrave": "`", "textasciiacute": "´",
    "textasciidieresis": "¨", "textasciimacron": "¯", "textasciicircum": "^",
    "textasciitilde": "~", "textasciicaron": "ˇ", "textasciibreve": "˘", "sim": "∼",
    "textbackslash": "\\", "backslash": "\\", "textbar": "|", "textless": "<",
    "textgreater": ">", "textunderscore": "_", "textbraceleft": "{", "lbrace": "{",
    "textbraceright": "}", "rbrace": "}", "textdollar": "$", "textnumero": "№",
    "textexclamdown": "¡", "textquestiondown": "¿", "ldots": "…", "dots": "…",
    "textellipsis": "…", "textperiodcentered": "·", "cdot": "·", "cdots": "⋯",
    "textbullet": "•", "bullet": "•", "textregistered": "®", "textcopyright": "©",
    "copyright": "©", "texttrademark": "™", "textservicemark": "℠", "pounds": "£",
    "textsterling": "£", "texteuro": "€", "euro": "€", "EUR": "€", "textyen": "¥",
    "textcent": "¢", "textcurrency": "¤", "textsection": "§", "S": "§", "P": "¶",
    "textparagraph": "¶", "dag": "†", "textdagger": "†", "ddag": "‡",
    "textdaggerdbl": "‡", "textordfeminine": "ª", "textordmasculine": "º",
    "textdegree": "°", "degree": "°", "textcelsius": "℃", "textpm": "±", "pm": "±",
    "texttimes": "×", "times": "×", "textdiv": "÷", "div": "÷", "textmu": "µ",
    "textmicro": "µ", "textonehalf": "½", "textonequarter": "¼", "textonesuperior": "¹",
    "textthreequarters": "¾", "texttwosuperior": "²", "textthreesuperior": "³",
    "textlnot": "¬", "textbrokenbar": "¦", "textinfinity": "∞", "infty": "∞",
    "textsurd": "√", "textrightarrow": "→", "rightarrow": "→", "to": "→",
    "leftarrow": "←", "textleftarrow": "←", "leftrightarrow": "↔", "uparrow": "↑",
    "downarrow": "↓", "Rightarrow": "⇒", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "ne": "≠", "approx": "≈", "equiv": "≡", "partial": "∂", "nabla": "∇",
    "prime": "′", "ast": "∗", "star": "⋆", "circ": "∘", "ell": "ℓ", "hbar": "ℏ",
    "sum": "∑", "prod": "∏", "int": "∫", "in": "∈", "forall": "∀", "exists": "∃",
    "textperthousand": "‰", "aleph": "ℵ", "langle": "⟨", "rangle": "⟩", "wedge": "∧",
    "vee": "∨", "cup": "∪", "cap": "∩", "subset": "⊂", "otimes": "⊗", "oplus": "⊕",
    "textestimated": "℮", "checkmark": "✓", "LaTeX": "LaTeX", "TeX": "TeX",
    "BibTeX": "BibTeX", "LaTeXe": "LaTeX2e", "slash": "/", "quad": " ", "qquad": " ",
    "space": " ", "thinspace": " ", "enspace": " ", "nobreakspace": " ",
    "and": "and", "hyphen": "-", "textvisiblespace": " ", "cprime": "ʹ", "cdprime": "ʺ",
    "textnonbreakinghyphen": "\u2011", "nobreakdash": "", "textcompwordmark": "",
    "percent": "%", "textpercent": "%", "textampersand": "&", "lbrack": "[",
    "rbrack": "]", "textasteriskcentered": "*", "mu": "μ", "textohm": "Ω",
    "textpeseta": "₧", "textwon": "₩", "textlira": "₤", "textcolonmonetary": "₡",
}  # fmt: skip
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron"
    " pi rho sigma tau upsilon phi chi psi omega"
).split()


def _greek() -> dict[str, str]:
    table = {"varepsilon": "ε", "vartheta": "ϑ", "varphi": "φ", "varrho": "ϱ"}
    table |= {"varsigma": "ς", "textvarsigma": "ς", "varpi": "ϖ", "textfinalsigma": "ς"}
    for name in _GREEK:
        spelled = name.replace("lambda", "lamda").upper()
        for size, macro in (("SMALL", name), ("CAPITAL", name.capitalize())):
            letter = unicodedata.lookup(f"GREEK {size} LETTER {spelled}")
            table |= {macro: letter, f"text{macro}": letter}
    return table


# The journals of the AAS macros, which ADS puts into its records.
_JOURNALS = {
    "aap": "Astronomy and Astrophysics",
    "aapr": "Astronomy and Astrophysics Reviews",
    "aj": "The Astronomical Journal",
    "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jgr": "Journal of Geophysical Research",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "nat": "Nature",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports",
    "planss": "Planetary and Space Science",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "solphys": "Solar Physics",
    "ssr": "Space Science Reviews",
}
# Macros that are replaced by a text.
SYMBOLS = _greek() | _LETTERS | _MARKS | _JOURNALS
