"""What readnext costs beside a sentence encoder, for one reader.

    pip install torch transformers
    python -m tests.bench.encoder PAPERS LIBRARY [--sample N]

PAPERS is a catalog file with abstracts (.jsonl.gz). The encoder has the shape of
all-MiniLM-L6-v2: six layers of 384, twelve heads, 256 tokens at most, 32 texts at
once, the longest first. Its weights are random, which takes as long; word pieces are
learned from the papers, before the clock starts. Titles and abstracts of a random
sample are encoded, and the CPU seconds for all papers computed from them: encoding
takes as long for each. Prints them, those of readnext from the records to a list of
100, those of the list alone, and how many times more the encoder takes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from tests.bench.growth import Cost

_TOKENS, _TEXTS, _PIECES = 256, 32, 30_522
_LISTED = 100


def texts(file: Path) -> list[str]:
    """Return titles and abstracts."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        papers = map(json.loads, lines)
        return [f"{paper['title']}. {paper['abstract']}" for paper in papers]


def encoder(words: Sequence[str]) -> Callable[[Sequence[str]], None]:
    """Return what encodes texts, as the mean over the word pieces of each.

    Word pieces are learned from `words`.
    """
    torch, transformers = map(import_module, ("torch", "transformers"))
    cut = import_module("tokenizers").BertWordPieceTokenizer()
    cut.train_from_iterator(words, vocab_size=_PIECES, show_progress=False)
    cut.enable_truncation(_TOKENS)
    cut.enable_padding()
    shape = {"num_hidden_layers": 6, "num_attention_heads": 12, "vocab_size": _PIECES}
    config = transformers.BertConfig(hidden_size=384, intermediate_size=1_536, **shape)
    model = transformers.BertModel(config).eval()

    def encode(texts: Sequence[str]) -> None:
        ordered = sorted(texts, key=len, reverse=True)
        for start in range(0, len(ordered), _TEXTS):
            found = cut.encode_batch(ordered[start : start + _TEXTS])
            ids = torch.tensor([one.ids for one in found])
            mask = torch.tensor([one.attention_mask for one in found])
            with torch.inference_mode():
                hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
                shares = mask.unsqueeze(-1).float()
                means = (hidden * shares).sum(1) / shares.sum(1)
                torch.nn.functional.normalize(means)

    return encode


def main() -> None:
    """Print the CPU seconds of both, and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", type=Path)
    parser.add_argument("library", type=Path)
    parser.add_argument("--sample", type=int, default=1_024)
    chosen = parser.parse_args()
    words = texts(chosen.papers)
    sample = random.Random(0).sample(words, chosen.sample)
    encode = encoder(words[:20_000])
    encode(sample[:_TEXTS])
    start = time.process_time()
    encode(sample)
    encoding = (time.process_time() - start) / len(sample) * len(words)
    with tempfile.TemporaryDirectory(prefix="readnext-") as name:
        where = ("--catalog", Path(name, "catalog"))
        added = Cost.of("catalog", "add", chosen.papers, *where).seconds
        options = (*where, "-n", _LISTED, "--format", "json")
        listed = Cost.of("suggest", chosen.library, *options).seconds
    for case, own in ("from the records", added + listed), ("the list", listed):
        sys.stdout.write(f"| {case} | {own:.1f} | {encoding:,.0f} ")
        sys.stdout.write(f"| {encoding / own:.0f} |\n")


if __name__ == "__main__":
    main()
