"""A list needs neither scikit-learn nor what LightGBM can serve besides."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import FIXTURES

LIBRARY = FIXTURES / "libraries" / "generalization.bib"
_HEAVY = {"sklearn", "pandas", "scipy.stats", "scipy.optimize", "dask", "matplotlib"}
_HEAVY |= {"unittest", "numpy.f2py.f2py2e"}
COMMAND = f"""
import sys
from readnext_adapters.cli import main
sys.argv = ["readnext", "suggest", {str(LIBRARY)!r}, "--catalog", sys.argv[1]]
try:
    main()
except SystemExit as end:
    print(end.code, sorted({_HEAVY} & set(sys.modules)), "lightgbm" in sys.modules)
"""
LATER = """
import sys
from readnext.heavy_imports import own_process
own_process()
import scipy.sparse
import numpy
before = "unittest" in sys.modules
numpy.testing.assert_array_equal([1], [1])
print(before, "unittest" in sys.modules, callable(numpy.f2py.run_main))
"""
OTHERS = """
from readnext.heavy_imports import lightgbm
lightgbm()
import numpy as np
from lightgbm import LGBMClassifier
rows = np.arange(80.0).reshape(40, 2)
print(LGBMClassifier(verbose=-1).fit(rows, np.arange(40) % 2).n_classes_)
"""


def run(script: str, *arguments: str, home: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env=os.environ | {"HOME": str(home), "XDG_DATA_HOME": str(home)},
    )
    return done.stdout.splitlines()[-1]


def test_a_list_imports_no_scikit_learn(papers_of_today: Path, home: Path) -> None:
    assert run(COMMAND, str(papers_of_today), home=home) == "0 [] True"


def test_parts_of_numpy_are_there_when_they_are_used(home: Path) -> None:
    assert run(LATER, home=home) == "False True True"


@pytest.mark.slow
def test_other_programs_have_all_of_lightgbm(home: Path) -> None:
    assert run(OTHERS, home=home) == "2"
