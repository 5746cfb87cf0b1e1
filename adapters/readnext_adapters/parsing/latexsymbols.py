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
    # MathSciNet's.
    "polhk": "\u0328",
    "soft": "\u030c",
    "udot": "\u0323",
    "lfhook": "\u0326",
    "ogonek": "\u0328",
    "textcommaabove": "\u0313",
    "textroundcap": "\u0311",
    "textdoublegrave": "\u030f",
}
_CAPITAL_ACCENTS = {
    "acute": "'", "grave": "`", "circumflex": "^", "tilde": "~", "dieresis": '"',
    "hungarumlaut": "H", "ring": "r", "caron": "v", "breve": "u", "macron": "=",
    "dotaccent": ".", "cedilla": "c", "ogonek": "k",
}  # fmt: skip
ACCENTS |= {f"capital{name}": ACCENTS[sign] for name, sign in _CAPITAL_ACCENTS.items()}
# The accents below a letter, which leave the dot of an i.
BELOW = frozenset("cdbk") | {"polhk", "udot", "lfhook", "ogonek", "textogonekcentered"}
BELOW |= {"textcommabelow", "textsubdot"}
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
    "Dbar": "Đ", "dbar": "đ", "lasp": "ʼ", "rasp": "ʻ",
    "ayn": "ʿ", "hamza": "ʾ", "Eng": "Ŋ", "thorn": "þ", "Thorn": "Þ", "eth": "ð",
    "Eth": "Ð", "textdh": "ð", "textTH": "Þ", "textthorn": "þ", "textThorn": "Þ",
    "texteth": "ð", "textEth": "Ð", "textdj": "đ", "textDJ": "Đ", "Lcaron": "Ľ",
    "lcaron": "ľ", "tcaron": "ť", "dcaron": "ď", "ldot": "ŀ", "Ldot": "Ŀ",
    "textesh": "ʃ", "textezh": "ʒ", "textopeno": "ɔ", "textglotstop": "ʔ",
    "textltailn": "ɲ", "textscripta": "ɑ",
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
# The names of unicode-math, which Crossref writes for single signs.
_MATH_SIGNS = {
    "less": "<", "lt": "<", "greater": ">", "gt": ">", "equal": "=", "mathplus": "+",
    "mathminus": "−", "mathequal": "=", "mathless": "<", "mathgreater": ">",
    "mathsemicolon": ";", "mathcolon": ":", "mathcomma": ",", "mathperiod": ".",
    "mathslash": "/", "mathhyphen": "-", "mathunderscore": "_", "mathexclam": "!",
    "mathquestion": "?", "mathoctothorpe": "#", "mathdollar": "$", "mathpercent": "%",
    "mathampersand": "&", "mathatsign": "@", "mathbackslash": "\\", "mathtilde": "~",
    "mathcircumflex": "^", "mathgrave": "`", "mathsection": "§", "mathparagraph": "¶",
    "mathsterling": "£", "mathyen": "¥", "mathbar": "|", "mathvert": "|", "vert": "|",
    "Vert": "‖", "mathlbrace": "{", "mathrbrace": "}", "lparen": "(", "rparen": ")",
    "mathlparen": "(", "mathrparen": ")", "mathlbrack": "[", "mathrbrack": "]",
    "mathast": "*", "mathplusminus": "±", "mathratio": "∶", "mathcent": "¢",
    "mathquotedbl": '"', "mathapostrophe": "'", "mathdegree": "°", "mathellipsis": "…",
    "dollar": "$", "quotedbl": '"', "apostrophe": "'", "mathdot": "·",
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


# The journals of the AAS macros, which ADS puts into its records:
# https://ui.adsabs.harvard.edu/help/actions/journal-macros
_JOURNALS = {
    "aap": "Astronomy and Astrophysics",
    "aapr": "Astronomy and Astrophysics Reviews",
    "aas": "American Astronomical Society Meeting Abstracts",
    "aaps": "Astronomy and Astrophysics Supplement Series",
    "actaa": "Acta Astronomica",
    "aj": "The Astronomical Journal",
    "ao": "Applied Optics",
    "aplett": "Astrophysics Letters",
    "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjlett": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "apjsupp": "The Astrophysical Journal Supplement Series",
    "applopt": "Applied Optics",
    "apspr": "Astrophysics and Space Physics Research",
    "apss": "Astrophysics and Space Science",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "astap": "Astronomy and Astrophysics",
    "azh": "Astronomicheskii Zhurnal",
    "baas": "Bulletin of the American Astronomical Society",
    "bac": "Bulletin of the Astronomical Institutes of Czechoslovakia",
    "bain": "Bulletin of the Astronomical Institutes of the Netherlands",
    "caa": "Chinese Astronomy and Astrophysics",
    "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "dps": "AAS Division for Planetary Sciences Meeting Abstracts",
    "epsl": "Earth and Planetary Science Letters",
    "fcp": "Fundamentals of Cosmic Physics",
    "gca": "Geochimica et Cosmochimica Acta",
    "grl": "Geophysical Research Letters",
    "iaucirc": "IAU Circulars",
    "icarus": "Icarus",
    "jaavso": "Journal of the American Association of Variable Star Observers",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jcp": "Journal of Chemical Physics",
    "jgr": "Journal of Geophysical Research",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "lrsp": "Living Reviews in Solar Physics",
    "maps": "Meteoritics and Planetary Science",
    "memras": "Memoirs of the Royal Astronomical Society",
    "memsai": "Memorie della Società Astronomica Italiana",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "na": "New Astronomy",
    "nar": "New Astronomy Reviews",
    "nat": "Nature",
    "nphysa": "Nuclear Physics A",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports",
    "physscr": "Physica Scripta",
    "planss": "Planetary and Space Science",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "procspie": "Proceedings of the SPIE",
    "psj": "The Planetary Science Journal",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmxaa": "Revista Mexicana de Astronomía y Astrofísica",
    "skytel": "Sky and Telescope",
    "solphys": "Solar Physics",
    "sovast": "Soviet Astronomy",
    "ssr": "Space Science Reviews",
    "zap": "Zeitschrift für Astrophysik",
}
# Signs that publishers write as formulas of their own; upright Greek letters among
# them, by the names of upgreek and unicode-math.
LONE_SIGNS = _MATH_SIGNS | {
    f"{up}{macro}": letter
    for macro, letter in _greek().items()
    if not macro.startswith("text")
    for up in ("up", "mup")
}
LONE_SIGNS |= {
    f"Up{macro.lower()}": letter
    for macro, letter in _greek().items()
    if macro[0].isupper()
}
# Operators and other signs that are no letters.
LONE_SIGNS |= {macro: sign for macro, sign in _MARKS.items() if not sign.isalpha()}
# Macros that are replaced by a text.
SYMBOLS = _greek() | _LETTERS | LONE_SIGNS | _MARKS | _JOURNALS
