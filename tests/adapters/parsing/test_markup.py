"""Markup of publishers to text: HTML, JATS, MathML, and all of it escaped again."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnext_adapters.parsing.htmltext import html_text
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.mathml import replace_math

READERS = pytest.mark.parametrize("read", [strip_markup, html_text])
Reader = Callable[[str], str]
TEX = r"\documentclass{minimal}\usepackage{amsmath}\begin{document}$$x$$\end{document}"


@READERS
@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Eels in<math><mi>N</mi></math>-fold ponds", "Eels in N-fold ponds"),
        ("Eels at <m:math><m:mn>1.5</m:mn></m:math> km", "Eels at 1.5 km"),
        ("of <mml:math><mml:mn>5</mml:mn></mml:math>years", "of 5 years"),
        ("(<math><mi>n</mi></math>th eel)", "(nth eel)"),
        ("<math>\n <mi>a</mi>\n <mo>=</mo>\n <mn>2</mn>\n</math>", "a=2"),
        ("<math><msub><mi>H</mi><mn>2</mn></msub><mi>O</mi></math>", "H2O"),
        ("<math><msup><mn>10</mn><mn>6</mn></msup></math>", "10^6"),
        ("<math><mfrac><mn>1</mn><mi>n</mi></mfrac></math>", "1/n"),
        ("<math><msqrt><mi>s</mi></msqrt></math>", "√s"),
        ("<math><mover><mi>p</mi><mo>¯</mo></mover></math>", "p\u0304"),
        ("<math><mi>n</mi><mi>log</mi><mi>n</mi></math>", "n log n"),
        ("<math><mi>sin</mi><mo>&#x2061;</mo><mi>x</mi></math>", "sin x"),
        ("<math><mi>&alpha;</mi><mo>&#8722;</mo><mn>1</mn></math>", "α−1"),
        ("<math><mtext>eel ponds</mtext></math>", "eel ponds"),
        ("<math><xlink:a xlink:href='#'><mi>x</mi></xlink:a></math>", "x"),
        ("cut off <math><mrow><mi>x</mi>", "cut off x"),
        ("cut off <math> <mi>x</Mi> </Mrow>", "cut off x"),
        (
            "of <Math> <mrow> <mi>Ga</Mi> <mi>N</Mi> </Mrow> </Math> wires",
            "of GaN wires",
        ),
        ("<math><mi>x</mi><mo></math>", "x"),
        ("A <math><mi>b</mi></math> <math><mi>c</mi></math>", "A b c"),
    ],
)
def test_formulas_are_text(read: Reader, markup: str, text: str) -> None:
    assert read(markup) == text


@READERS
@pytest.mark.parametrize(
    "annotation",
    [
        '<annotation encoding="application/x-tex">x</annotation>',
        "<annotation-xml><ci>x</ci></annotation-xml>",
        "<annotation>x</annotation><annotation>x^1</annotation>",
    ],
)
@pytest.mark.parametrize("prefix", ["", "mml:"])
def test_annotations_do_not_repeat_a_formula(
    read: Reader, annotation: str, prefix: str
) -> None:
    formula = f"<math><semantics><mi>x</mi>{annotation}</semantics></math>"
    markup = formula.replace("</", "\0").replace("<", f"<{prefix}")
    assert read(f"a {markup} b".replace("\0", f"</{prefix}")) == "a x b"


@READERS
def test_tex_stands_in_only_where_there_is_no_mathml(read: Reader) -> None:
    tex = f"<tex-math>{TEX}</tex-math>"
    mathml = "<mml:math><mml:mi>x</mml:mi></mml:math>"
    assert read(f"a <alternatives>{tex}{mathml}</alternatives> b") == "a x b"
    assert read(f"a <inline-formula>{tex}</inline-formula> b") == "a $x$ b"


@READERS
@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<jats:p>Eels <jats:italic>sp.</jats:italic></jats:p>", "Eels sp."),
        (
            "<jats:sec><jats:title>Aim</jats:title><jats:p>Eels.</jats:p></jats:sec>",
            "Aim Eels.",
        ),
        ('<p xmlns="http://x.org">Eels<br/>and<BR>newts</p>', "Eels and newts"),
        ('<span style="x">H<sub>2</sub>O</span>', "H2O"),
        ("10<sup>6</sup> m<sup>2</sup>, 2<sup>-3</sup>", "10^6 m2, 2^-3"),
        ("Eels <!-- not shown --> swim", "Eels swim"),
    ],
)
def test_tags_of_publishers(read: Reader, markup: str, text: str) -> None:
    if read is html_text and "^" in text:
        pytest.skip("exponents in running HTML stay as they are")
    assert read(markup) == text


@READERS
@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        (r"Fr{\'e}chet and K\"{a}hler", "Fréchet and Kähler"),
        (r"{\O}re, Stra{\ss}e, \v{C}ap, {\c c}a", "Øre, Straße, Čap, ça"),
        (r"na{\"\i}ve \emph{Rana} in \textbf{ponds}", "naïve Rana in ponds"),
        (r"it\'s \"on\" C:\users\{x}", r"it\'s \"on\" C:\users\{x}"),
        (r"$\alpha_{2}$ stays", r"$\alpha_{2}$ stays"),
    ],
)
def test_latex_where_it_can_be_nothing_else(
    read: Reader, text: str, decoded: str
) -> None:
    assert read(text) == decoded


@READERS
@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<i>Rana</i> in ponds", "Rana in ponds"),
        ("<p>Eels (&gt;5 kg) swim.</p>", "Eels (>5 kg) swim."),
        ("<jats:italic>Rana</jats:italic> &amp; eels", "Rana & eels"),
        ("of <math><mi>N</mi></math> eels", "of N eels"),
        ("H<sub>2</sub>O<br/>ice", "H2O ice"),
    ],
)
def test_escaped_again(read: Reader, markup: str, text: str, times: int) -> None:
    for _ in range(times):
        markup = markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert read(markup) == text


@pytest.mark.parametrize("read", [strip_markup, replace_math])
@pytest.mark.parametrize(
    "text",
    [
        "where a <b and c> d",
        "if p < 0.05 and q > 3",
        "x<y>z & more",
        "Vec<T> in Rust",
        "1 < 2 <3> 4",
    ],
)
def test_what_only_looks_like_markup_stays(read: Reader, text: str) -> None:
    assert read(text) == text


def test_a_tag_alone_may_be_the_subject() -> None:
    assert strip_markup("Why &lt;b&gt; is obsolete") == "Why <b> is obsolete"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("micro\u00adscope", "microscope"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u202aleft\u202c\u200e", "left"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_invisible_characters(text: str, seen: str) -> None:
    assert strip_markup(text) == seen


UNITS = ["<math>", "<math><mi>", "<tex-math>", "&lt;math&gt;", "&amp;", "<!--", "<p "]


@READERS
@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear(read: Reader, unit: str) -> None:
    before = time.process_time()
    read(unit * 20_000)
    assert time.process_time() - before < 5


def test_deep_formulas() -> None:
    deep = f"<math>{'<mrow>' * 3000}<mi>x</mi>{'</mrow>' * 3000}</math>"
    assert replace_math(deep) == "x"


MARKS = st.lists(
    st.sampled_from(
        "<math> </math> <mi> </mi> <msup> </msup> <mfrac/> <annotation> x 2 & &lt; &gt;"
        " &amp; <i> </i> <p> <sup> <tex-math> </tex-math> <!-- --> log \u2061".split()
    )
)


@READERS
@settings(deadline=None)
@given(MARKS)
def test_no_markup_is_too_strange(read: Reader, marks: list[str]) -> None:
    text = read("".join(marks))
    assert text == " ".join(text.split())
