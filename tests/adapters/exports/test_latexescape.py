"""Text from catalogs as LaTeX."""

from __future__ import annotations

import pytest

from readnext_adapters.exports.inlinemath import is_simple_math
from readnext_adapters.exports.latexescape import escape_text, escape_title
from readnext_adapters.exports.links import web_address


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"\texttt{x} and \emph{y}", "x and y"),
        (r"Schr\"odinger's na{\"\i}ve caf\'e", "Schrödinger's naïve café"),
        (r"a\_b 5\% \$3", r"a\_b 5\% \$3"),
        ("costs $5 or $6 and $7-$8", r"costs \$5 or \$6 and \$7-\$8"),
        ("a_b^c ~d {e}", r"a\_b{\textasciicircum}c {\textasciitilde}d {"
         r"\textbraceleft}e{\textbraceright}"),
        ("ends in \\", r"ends in {\textbackslash}"),
        (r"\input{/etc/passwd}", "/etc/passwd"),
        (r"\catcode`\%=12", r"{\textbackslash}catcode`\%=12"),
        (r"$\input$", r"\${\textbackslash}input\$"),
        (r"\(n \log n\) steps", r"$n \log n$ steps"),
        (r"\textbackslash input{x}", r"{\textbackslash}inputx"),
        ("e\u0301", "é"),
    ],
)  # fmt: skip
def test_only_text_and_simple_mathematics_get_through(text: str, wanted: str) -> None:
    assert escape_text(text) == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Deep Residual Learning", "Deep Residual Learning"),
        ("A ResNet-50 for 3D Data", "A {ResNet}-50 for {3D} Data"),
        ("Q-Learning, Part I: A Theory", "{Q}-Learning, Part {I}: A Theory"),
        ("The NTK and LLMs", "The {NTK} and {LLM}s"),
        ("In-context learning and Occam's razor",
         "In-context learning and {Occam}'s razor"),
        ("Learning deep nets: Bayes is not dead",
         "Learning deep nets: Bayes is not dead"),
        (r"$L_2$ norms", "{$L_2$} norms"),
        ("PA&DA", r"{PA}\&{DA}"),
    ],
)  # fmt: skip
def test_capitals_that_matter_stand_in_braces(title: str, wanted: str) -> None:
    assert escape_title(title) == wanted


@pytest.mark.parametrize(
    "formula",
    [
        r"\ell_p",
        "x",
        "n^{1/2}",
        r"\mathcal{O}(\sqrt{T})",
        r"\frac{1}{n}",
        "_2",
        "x_i^2",
    ],
)
def test_simple_formulas(formula: str) -> None:
    assert is_simple_math(formula)


@pytest.mark.parametrize(
    "formula",
    [
        r"\def\x{y}", "x_", "x^2^3", "{x", "x}", r"\frac{1}", r"\sqrt", "", " ", "50%",
        r"x_\frac{1}{2}", r"\write18{x}", r"\begin{matrix}", "é", r"\unknown",
        "{" * 99 + "}" * 99, "a & b", "f'",
    ],
)  # fmt: skip
def test_other_formulas_are_text(formula: str) -> None:
    assert not is_simple_math(formula)


def test_addresses_are_http() -> None:
    assert web_address("https://a.org/ü\\x") == "https://a.org/%C3%BC%5Cx"
    assert web_address("file:///etc/passwd") == web_address("example") == ""
