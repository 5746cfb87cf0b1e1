"""One byte of a catalog that changes on the disk is reported, or has no effect.

`verify` finds whatever an answer would report, and `rebuild` restores all that it does
not report as lost. READNEXT_FLIPS says how many bytes are flipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.catalog.flips import Trial
from tests.conftest import ROOT

FLIPS = int(os.environ.get("READNEXT_FLIPS", "60"))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked")
def test_a_flipped_byte_is_reported_or_has_no_effect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.catalog.flips", str(tmp_path), str(FLIPS), "1"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    trials = [Trial(*one) for one in json.loads(done.stdout)]
    kinds = Counter(trial.kind for trial in trials)
    verified = sum(trial.verified for trial in trials)
    lost = sum(trial.lost for trial in trials)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(trials)} flips: {dict(kinds)}; {verified} found by verify; "
            f"{lost} with losses that rebuild reports\n"
        )
    assert [trial.detail for trial in trials if trial.detail] == []
    assert kinds["reported"] > FLIPS / 10
