"""LaTeX to Unicode: accents, symbols, wrappers, and what stays as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnext_adapters.parsing.latex import decode_latex
from readnext_adapters.parsing.latexverbatim import decode_verbatim


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\'e {\'e} \'{e} {\'{e}} \' e", "é é é é é"),
        (r"\v{c} \v c {\c c} \H{o} \k{a} \.z \u{g} \r{a}", "č č ç ő ą ż ğ å"),
        (r"\=a \d{s} \b{d} \t{oo} {\"{\i}} \'\i \^{\j}", "ā ṣ ḏ o͡o ï í ĵ"),
        (r"\'{\^e} Fran\c{c}ois na{\"\i}ve", "ế François naïve"),
        (r"\~{} \^{} \'{}", "~ ^ ´"),
    ],
)
def test_accents(latex: str, text: str) -> None:
    assert decode_latex(latex) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\O}ystein \O{}ystein \O ystein", "Øystein Øystein Øystein"),
        (r"Stra{\ss}e \L\'od\'z {\aa} \ae \oe \dh \th", "Straße Łódź å æœðþ"),
        (r"\& \% \_ \# \$ \{ \}", "& % _ # $ { }"),
        (r"``a'' 1--2 --- a~b\,c", "“a” 1–2 — a b c"),
        (r"x\ldots \textasciitilde{}y \textregistered", "x…~y ®"),
        (r"\textalpha \beta-Fe \textendash \textquoteright s", "αβ-Fe –’s"),
    ],
)
def test_symbols(latex: str, text: str) -> None:
    assert decode_latex(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\emph{a} \textbf{b {c}} {\em d} {\bf e}", "a b c d e"),
        (
            r"\href{https://a.org/x_y}{t} \url{https://a.org/~x\_y}",
            "t https://a.org/~x_y",
        ),
        (r"\enquote{a \mkbibquote{b}}", "“a “b””"),
        (r"\textsuperscript{th} \ensuremath{x} \textcolor{red}{r}", "th x r"),
        (r"\noopsort{1973}1974", "1974"),
        (r"\unknown{kept} \foo[opt]{too} \bare", r"kept too \bare"),
    ],
)
def test_wrappers_are_opened_and_nothing_else_is_lost(latex: str, text: str) -> None:
    assert decode_latex(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"$x^{2} \in {A}$", r"$x^{2} \in {A}$"),
        ("H$_2$O, 10$^{-3}$", "H₂O, 10⁻³"),
        (r"it costs $5 or \$6", "it costs $5 or $6"),
        ("a $<$ b", "a < b"),
        (r"5\({}^{{th}}\) of \(x\)", r"5ᵗʰ of \(x\)"),
        ("We get 5% better", "We get 5% better"),
    ],
)
def test_mathematics_dollars_and_percents_stay(latex: str, text: str) -> None:
    assert decode_latex(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        # Crossref writes HTML with one formula for each sign.
        (r"$\less$i$\greater$Rana$\less$/i$\greater$", "<i>Rana</i>"),
        (r"$\lt$b$\gt$ {\&}amp$\mathsemicolon$ C$\mathplus$", "<b> &amp; C+"),
        (r"$\upbeta$-eel $\mupalpha$ $\upOmega$ $\mathcolon$", "β-eel α Ω :"),
        (r"{\textless}i{\textgreater}", "<i>"),
        (r"5 $\pm$ 2, A $\rightarrow$ B, $\sim$9, $\times$", "5 ± 2, A → B, ∼9, ×"),
        (r"$\Upomega$, x\raisebox{-2pt}{y}{\fontencoding{T1}z}", "Ω, xyz"),
        (r"$<$p$><$i$>$Rana$<$/i$>$ a $=$ b", "<p><i>Rana</i> a = b"),
        # The American Physical Society writes both ways of setting a letter.
        (r"\ifmmode \check{Z}\else \v{Z}\fi{}um", "Žum"),
        (r"Ho\ifmmode\acute{c}\else\'{c}\fi{}a", "Hoća"),
        (r"5\ifmmode\pm\else\textpm\fi{}2 \ifmmode x\fi{}m", "5±2 m"),
        (r"\ifmmode \mbox{\AA}\else \AA{}\fi", "Å"),
        (r"$\ifmmode\alpha\else\textalpha\fi$", r"${\alpha}$"),
        (r"\texorpdfstring{$\mathcal{N}=4$}{N=4} eels", "N=4 eels"),
        (r"\texorpdfstring{\emph{a {b}}}{}", "a b"),
        # MathSciNet's letters, and the capital accents of textcomp.
        (r"\Dbar o{\dbar}e \polhk{a} \polhk e \soft{d}\soft t", "Đođe ą ę ďť"),
        (r"\capitalcaron{C}\capitalacute{E} \ocirc{u} \cprime", "ČÉ ů ʹ"),
        # The journals of ADS.
        (r"\aaps", "Astronomy and Astrophysics Supplement Series"),
        (r"{\grl}", "Geophysical Research Letters"),
        (r"\procspie, {\jqsrt}", "Proceedings of the SPIE, Journal of Quantitative"
         " Spectroscopy and Radiative Transfer"),
        (r"\ao\ B \baas{} \apss", "Applied Optics B Bulletin of the American"
         " Astronomical Society Astrophysics and Space Science"),
    ],
)  # fmt: skip
def test_macros_of_publishers(latex: str, text: str) -> None:
    assert decode_latex(latex) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("latex", ["\\", "{", "}", "{{}", r"\'", r"\emph", "$", r"\v{"])
def test_fragments_do_no_harm(latex: str) -> None:
    decode_latex(latex)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        *("{", r"\'{", r"\emph{", r"\(", "$a", r"\foo[", r"\v ", r"\ifmmode "),
        *(r"\ifmmode a\else b", r"\texorpdfstring{", r"\texorpdfstring{a}{"),
    ],
)
def test_long_and_deep_texts_are_no_trouble(unit: str) -> None:
    assert decode_latex(unit * 50_000 + "end").endswith("nd")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (r"10.1000/a{\textless}1:B{\textgreater}2", "10.1000/a<1:B>2"),
        (r"10.1000/a$<$1:B$>$2", "10.1000/a<1:B>2"),
        (r"10.1000/a$\less$1:B$\greater$2", "10.1000/a<1:B>2"),
        (r"10.1000/a\ensuremath{<}1:B\ensuremath{>}2", "10.1000/a<1:B>2"),
        (r"10.1000/a\textless 1:B\textgreater 2", "10.1000/a<1:B>2"),
        (r"10.1000/a\textunderscore{}b{\_}c\_d\%", "10.1000/a_b_c_d%"),
        (r"\url{http://a.org/{\textasciitilde}x}", "http://a.org/~x"),
        (r"http://a.org/$\sim$x", "http://a.org/~x"),
        ("http://a.org/\n   long", "http://a.org/long"),
        ("10.1000/a\n 10.1000/b", "10.1000/a 10.1000/b"),
        ("10.1000/a %X text", "10.1000/a %X text"),
    ],
)
def test_verbatim(raw: str, text: str) -> None:
    assert decode_verbatim(raw) == text


def test_verbatim_keeps_what_is_part_of_an_address() -> None:
    assert (
        decode_verbatim(r"http://a.org/\~x\_y\%20{z}--a") == "http://a.org/~x_y%20z--a"
    )


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="\\{}$~-`'")))
def test_plain_text_stays_as_it_is(text: str) -> None:
    text.encode("utf-16", "surrogatepass")
    assert decode_latex(text) == unicodedata.normalize("NFC", " ".join(text.split()))


@settings(deadline=None)
@given(st.text(alphabet="\\{}$~'`\"^abiv[]% -()"))
def test_no_text_is_too_strange(text: str) -> None:
    decoded = decode_latex(text)
    assert decoded == " ".join(decoded.split())


@pytest.mark.parametrize(
    ("latex", "theirs", "ours"),
    [
        ("It is 5% better", "It is 5", "It is 5% better"),
        (r"\foo bar", "bar", r"\foo bar"),
        (r"Growth of $\alpha$", "Growth of α", r"Growth of $\alpha$"),
    ],
)
def test_why_pylatexenc_is_not_used(latex: str, theirs: str, ours: str) -> None:
    """If it keeps these some day, it can replace the decoder."""
    latex2text = pytest.importorskip("pylatexenc.latex2text")
    assert latex2text.LatexNodes2Text().latex_to_text(latex) == theirs
    assert decode_latex(latex) == ours
