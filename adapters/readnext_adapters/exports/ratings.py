"""How well a paper matches, in words."""

from __future__ import annotations

from readnext.suggestion import Suggestion

_LEAST = 0.01  # a smaller probability would be shown as 0%


def rating(suggestion: Suggestion) -> str:
    """Return the strength of a match, with the probability where that says something.

    Without either, as for papers that are trending, the score is returned.
    """
    words, probability = suggestion.match, suggestion.probability
    chance = "" if probability is None or probability < _LEAST else f"{probability:.0%}"
    return ", ".join(filter(None, (words, chance))) or f"score {suggestion.score:.3g}"
