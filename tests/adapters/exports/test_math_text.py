"""Formulas in titles, as they are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext_adapters.exports.math_text import show_math


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"$\pi_{0.5}$: a Model", "π_0.5: a Model"),
        (r"On $\chi$ upper bounds", "On χ upper bounds"),
        (r"in $\ell_p$ spaces", "in ℓₚ spaces"),
        (r"$O(n \log n)$ time", "O(n log n) time"),
        (r"A$^2$C", "A²C"),
        (r"$k$-means", "k-means"),
        (r"$\mathcal{N}=4$", "N=4"),
        (r"$x^{10}$ and $H_2O$", "x¹⁰ and H₂O"),
        (r"$10^{-3}$", "10^(-3)"),
        (r"$\alpha\to\beta$", "α→β"),
        # Neither formulas nor what a formula must not do.
        ("Costs $5 and $6 each", "Costs $5 and $6 each"),
        (r"$\input{/etc/passwd}$", r"$\input{/etc/passwd}$"),
        (r"$x^2^3$", r"$x^2^3$"),
        ("$ ", "$ "),
        ("no formula", "no formula"),
    ],
)
def test_formulas_are_shown_in_unicode(tex: str, shown: str) -> None:
    assert show_math(tex) in (shown, shown.replace("10^(-3)", "10⁻³"))


@given(st.text(alphabet="$\\{}_^abπ0.5 frac", max_size=40))
def test_no_text_makes_it_fail_or_takes_words(text: str) -> None:
    shown = show_math(text)
    assert "$" in shown or "$" not in text or text.count("$") % 2 == 0
    assert show_math("word " + text).startswith("word")
