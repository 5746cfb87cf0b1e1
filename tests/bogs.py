"""A service of made-up works in OpenAlex's form, which may answer with faults."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from typing import Any

from tests.adapters.serving import Answer, Asked

BOGS = "Sphagnum Sundew Curlew Heather Adder Bilberry Midge Otter Plover Sedge".split()
DEEDS = "Growth Decay Drainage Rewetting Flowering Migration Respiration".split()
PLACES = "Raised Blanket Fen Coastal Upland Forest Estuarine Alpine Boreal".split()
_JSON = {"Content-Type": "application/json"}
Json = dict[str, Any]


def work(number: int) -> Json:
    """A work like no other: its title holds its number in words."""
    words = [BOGS[number % 10], DEEDS[number // 10 % 7], PLACES[number // 70 % 9]]
    title = f"{words[1]} of {words[0]} on {words[2]} Bogs, Plot {number}"
    text = f"We measure {title.lower()} over nine years and find it steady.".split()
    index: dict[str, list[int]] = {}
    for place, word in enumerate(text):
        index.setdefault(word, []).append(place)
    return {
        "id": f"https://openalex.org/W{number + 1000}",
        "title": title,
        "doi": f"https://doi.org/10.5555/bog.{number}",
        "publication_date": f"2026-{number % 9 + 1:02d}-{number % 27 + 1:02d}",
        "authorships": [
            {
                "author": {"display_name": f"Ann {BOGS[number % 7]}{number % 31}"},
                "institutions": [{"display_name": f"{PLACES[number % 9]} Institute"}],
            }
        ],
        "abstract_inverted_index": index,
    }


class Bogs:
    """Lists `count` works, `size` a page; `spoil` may put a fault in an answer."""

    def __init__(
        self,
        count: int,
        size: int,
        spoil: Callable[[Answer], Answer] = lambda answer: answer,
    ) -> None:
        self.count, self.size, self.spoil = count, size, spoil
        self.answers = 0

    def __call__(self, asked: Asked) -> Answer:
        place = asked.query.get("cursor")
        if place is None:
            return Answer(status=404)  # another service, which is not here
        start = 0 if place == "*" else int(place.removeprefix("at"))
        found = [work(n) for n in range(start, min(start + self.size, self.count))]
        after = f"at{start + self.size}" if found else None
        document = {"meta": {"next_cursor": after}, "results": found}
        self.answers += 1
        return self.spoil(Answer(json.dumps(document).encode(), headers=_JSON))


class Weather:
    """Spoils a share of all answers by chance, each in one of many ways."""

    def __init__(self, share: float, seed: int) -> None:
        self._chance = random.Random(seed)
        self._share = share
        self.spoilt = 0

    def __call__(self, answer: Answer) -> Answer:
        if self._chance.random() >= self._share:
            return answer
        self.spoilt += 1
        packed = gzip.compress(answer.body)
        zipped = _JSON | {"Content-Encoding": "gzip"}
        html = {"Content-Type": "text/html"}
        return self._chance.choice(
            [
                Answer(b"slow down", 429, {"Retry-After": "0"}),
                Answer(b"", 503, {"Retry-After": "0"}),
                Answer(b"{}", 500, _JSON),
                Answer(b"", 502),
                Answer(answer.body, headers=_JSON, cut=len(answer.body) // 2),
                Answer(packed, headers=zipped, cut=len(packed) // 2),
                Answer(packed[: len(packed) // 2], headers=zipped, framed=False),
                Answer(b"<html>Please log in</html>", headers=html),
                Answer(answer.body[: len(answer.body) // 2], headers=_JSON),
                Answer(b'{"error": "Oops", "message": "try later"}', headers=_JSON),
                Answer(b'{"results": 7}', headers=_JSON),
                Answer(b"[" * 100_000, headers=_JSON),
                Answer(b"", 302, {"Location": "file:///etc/passwd"}),
                Answer(b"", 302, {"Location": "http://10.0.0.1/"}),
                Answer(b"", 404),
            ]
        )
