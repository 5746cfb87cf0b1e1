r"""Which mathematics in a catalog's text is simple enough to be handed to LaTeX.

Formulas are read with a small grammar: symbols, groups, one subscript and one
superscript each, and commands from the lists below. Whatever else there is,
``\input`` for one, makes the formula plain text.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\[A-Za-z]+|\\[,;:! ]|[A-Za-z0-9]|[-+*/=<>()\[\]|.,:;!?{}_^ ]")
# Commands that are one character, and may be a script without braces.
_LETTERS = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa"
    " lambda mu nu xi pi rho sigma tau upsilon phi varphi chi psi omega Gamma Delta"
    " Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell infty partial nabla prime"
    " circ star ast dagger perp top times pm mp".split()
)
SYMBOLS = _LETTERS | frozenset(
    "hbar Re Im forall exists in notin subset subseteq cup cap setminus emptyset to"
    " rightarrow leftarrow mapsto Rightarrow leftrightarrow le leq ge geq ne neq ll gg"
    " approx sim simeq equiv propto cdot oplus otimes mid langle rangle lfloor rfloor"
    " lceil rceil vert Vert ldots cdots dots sum prod int log ln exp min max sup inf"
    " lim arg det dim ker sin cos tan tanh quad qquad wedge vee neg".split()
)
ONE_ARGUMENT = frozenset(
    "mathcal mathbb mathrm mathbf mathsf mathit mathfrak boldsymbol sqrt hat bar tilde"
    " widehat widetilde overline underline vec dot ddot check breve".split()
)
_DEEPEST = 8


def is_simple_math(formula: str) -> bool:
    r"""Tell whether LaTeX can be given the inside of ``$...$`` as it stands.

    >>> is_simple_math(r"\ell_p"), is_simple_math(r"\mathcal{O}(n^{2})")
    (True, True)
    >>> is_simple_math(r"\input{/etc/passwd}"), is_simple_math("a^b^c")
    (False, False)
    """
    tokens = _TOKEN.findall(formula)
    if not formula.strip() or "".join(tokens) != formula:
        return False
    reader = _Reader([t for t in tokens if t != " "])
    return reader.formula(0) and reader.at_end()


class _Reader:
    """A recursive reading of the tokens; every method says whether it succeeded."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.position = 0

    def at_end(self) -> bool:
        return self.position == len(self.tokens)

    def formula(self, depth: int) -> bool:
        """Read symbols with their scripts up to a closing brace or the end."""
        while not self.at_end() and self.tokens[self.position] != "}":
            # A script may stand alone, as in H$_2$O.
            script = self.tokens[self.position] in "_^"
            if not (script or self._nucleus(depth)) or not self._scripts(depth):
                return False
        return True

    def _scripts(self, depth: int) -> bool:
        seen = set()
        while not self.at_end() and self.tokens[self.position] in "_^":
            script = self.tokens[self.position]
            self.position += 1
            if script in seen or not self._is_script() or not self._nucleus(depth):
                return False
            seen.add(script)
        return True

    def _is_script(self) -> bool:
        """Tell whether what comes needs no further braces behind ``_`` or ``^``."""
        if self.at_end():
            return False
        token = self.tokens[self.position]
        return token[0] != "\\" or token[1:] in _LETTERS

    def _nucleus(self, depth: int) -> bool:
        if self.at_end() or depth > _DEEPEST:
            return False
        token = self.tokens[self.position]
        self.position += 1
        if token == "{":
            closed = self.formula(depth + 1) and not self.at_end()
            self.position += 1
            return closed
        name = token[1:]
        if name == "frac":
            return self._group(depth) and self._group(depth)
        if name in ONE_ARGUMENT:
            return self._group(depth)
        return name in SYMBOLS if name.isalpha() else token not in "}_^"

    def _group(self, depth: int) -> bool:
        opens = not self.at_end() and self.tokens[self.position] == "{"
        return opens and self._nucleus(depth)
