"""The packages that users install: what is in them, and that they run by themselves."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

# A checkout's copy of the code must not be found before the installed one.
_OWN = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
_NO_NETWORK = ("connection", "Temporary failure", "timed out", "No matching dist")


def call(*words: str | Path, cwd: Path, stdin: str = "") -> str:
    """Run a program outside the checkout and return what it prints."""
    done = subprocess.run(
        [str(word) for word in words],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={k: v for k, v in os.environ.items() if k not in _OWN} | {"HOME": str(cwd)},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


Packages = tuple[Path, Path]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """The wheel, and the sdist that it was built from; both without a network."""
    folder = tmp_path_factory.mktemp("packages")
    options = ("--no-isolation", "--outdir", folder)
    call(sys.executable, "-m", "build", *options, ROOT, cwd=folder)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


def data_files() -> set[str]:
    """What the packages hold beside modules, by its path in the wheel."""
    found = set()
    for top in ("recommender", "adapters"):
        for path in (ROOT / top).rglob("*"):
            hidden = any(part.startswith(("__pycache__", ".")) for part in path.parts)
            if path.is_file() and path.suffix != ".pyc" and not hidden:
                found.add(path.relative_to(ROOT / top).as_posix())
    return found


def python_of(version: str) -> str | None:
    """Return an interpreter of this version of Python, if there is one here."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return sys.executable
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for path in sorted((root / "versions").glob(f"{version}.*/bin/python")):
        return str(path)
    found = shutil.which(f"python{version}")
    # A shim of pyenv is there for versions, too, that it does not run.
    if found and not subprocess.run([found, "-c", ""], capture_output=True).returncode:
        return found
    return None


@pytest.mark.slow
def test_the_packages_hold_all_files(packages: Packages) -> None:
    wheel, sdist = packages
    with zipfile.ZipFile(wheel) as packed:
        names = {n for n in packed.namelist() if ".dist-info/" not in n}
    assert names == data_files()
    assert {"readnext/catalog/starter.jsonl", "readnext/py.typed"} <= names
    with tarfile.open(sdist) as packed_source:
        inside = {name.partition("/")[2] for name in packed_source.getnames()}
    assert {"README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml"} <= inside
    assert {f"tests/{Path(__file__).name}", "fixtures/libraries/tiny.bib"} <= inside


@pytest.mark.slow
def test_the_wheel_runs_without_the_checkout(
    packages: Packages, tmp_path: Path
) -> None:
    """It ranks its starter catalog, on the dependencies installed here."""
    wheel, _ = packages
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    program = f"import sys; sys.path.insert(0, {str(site)!r})\n" + (
        "import readnext, readnext_adapters.cli as cli\n"
        "assert all(m.__file__.startswith(sys.path[0]) for m in (readnext, cli))\n"
        "sys.argv = ['readnext', 'suggest', '-', '-n', '1', '--archive']\n"
        "cli.main()\n"
    )
    library = "@misc{a, title={Double descent}}"
    shown = call(sys.executable, "-c", program, cwd=tmp_path, stdin=library)
    assert "close to `a`" in shown


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["wheel", "sdist"])
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_a_clean_installation_suggests(
    packages: Packages, tmp_path: Path, fixtures: Path, version: str, kind: str
) -> None:
    """A new environment with nothing but the package and what it asks for."""
    python = python_of(version)
    if python is None:
        pytest.skip(f"Python {version} is not installed")
    wheel, sdist = packages
    venv = tmp_path / "venv"
    call(python, "-m", "venv", venv, cwd=tmp_path)
    install(venv, wheel if kind == "wheel" else sdist)
    library = shutil.copy(fixtures / "libraries" / "generalization.bib", tmp_path)
    readnext = venv / "bin" / "readnext"
    said = call(readnext, "--version", cwd=tmp_path)
    assert re.fullmatch(r"readnext, version [\d.]+\n", said)
    asked = ("suggest", library, "-n", "3", "--format", "json")
    found = json.loads(call(readnext, *asked, cwd=tmp_path))["suggestions"]
    assert len(found) == 3
    call(venv / "bin" / "python", "-m", "pip", "check", cwd=tmp_path)


def install(venv: Path, package: Path) -> None:
    """Install a package with its dependencies; skip the test without a network."""
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    done = subprocess.run(
        [*pip, str(package)], capture_output=True, text=True, check=False
    )
    if done.returncode and any(sign in done.stderr for sign in _NO_NETWORK):
        pytest.skip(f"the dependencies cannot be had here: {done.stderr[-200:]}")
    assert done.returncode == 0, done.stderr


def test_each_dependency_has_a_lowest_version_and_a_known_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lowest = call(sys.executable, ROOT / ".ci" / "lowest.py", cwd=ROOT).splitlines()
    named = [re.match(r"[\w.-]+", one) for one in project["dependencies"]]
    assert [one.partition("==")[0] for one in lowest] == [m and m[0] for m in named]
    lines = (ROOT / ".ci" / "constraints.txt").read_text("utf-8").splitlines()
    known = [line.partition("==")[0].lower() for line in lines if line[0] != "#"]
    assert len(known) == len(set(known))
    extra = [one for many in project["optional-dependencies"].values() for one in many]
    for requirement in [*project["dependencies"], *extra]:
        name = re.split(r"[\[<>=]", requirement)[0].lower()
        assert name in known or name == project["name"], name
