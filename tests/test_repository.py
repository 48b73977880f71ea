"""What the repository hands to others: the wheel, the pinned versions, and files that suit every machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions, packages_distributions
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from builder import __version__

ROOT: Final = Path(__file__).resolve().parent.parent

# A registry, or a setting that names one; and a folder of the machine on which somebody wrote the file.
REGISTRY: Final = re.compile(r"pypi\.|pythonhosted\.|registry\.npmjs|deb\.debian|--(?:extra-)?index-url|--find[-]links")
OWN_FOLDER: Final = re.compile(r"(?<![\w.~*)}\]-])/(?:home|root|Users|work)/\w|[A-Z]:\\Users\\")


def _run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """Return what `command` prints; fail with its complaint if it fails."""
    done = subprocess.run(
        command, cwd=cwd, env=os.environ | environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _pip(*arguments: str | Path) -> None:
    _run(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments)


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def _requirements() -> list[Requirement]:
    """Return what the project asks for, extras included."""
    project = _project()
    extras = project["optional-dependencies"].values()
    return [Requirement(line) for lines in (project["dependencies"], *extras) for line in lines]


def _pins(constraints: str) -> dict[str, str]:
    """Return the pinned version of each distribution by its normalised name."""
    pins = [line.split("==") for line in constraints.splitlines() if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pins}


def _constraints() -> dict[str, str]:
    return _pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))


def _tracked_texts() -> dict[str, str]:
    """Return the text of each file that git has or would add, by its path; of binary files none."""
    listing = _run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    contents = {name: (ROOT / name).read_bytes() for name in listing.split("\0") if (ROOT / name).is_file()}
    return {name: data.decode("utf-8", "replace") for name, data in contents.items() if b"\0" not in data}


@pytest.fixture(name="wheel", scope="module")
def _wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the backend that is installed, so that no registry is asked."""
    folder = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(name="installed", scope="module")
def _installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, without what it depends on, into a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    _pip("install", "--no-deps", "--no-index", "--target", folder, wheel)
    return folder


def test_wheel_holds_the_whole_package_and_nothing_else(wheel: Path) -> None:
    """The wheel has every file of `builder`, templates, styles and `py.typed` included, and no other package."""
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    files = (path for path in (ROOT / "builder").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert names == {path.relative_to(ROOT).as_posix() for path in files}
    assert "builder/py.typed" in names
    assert {".css", ".html"} <= {Path(name).suffix for name in names if name.startswith("builder/theme/")}


def test_wheel_tells_version_licence_and_command(wheel: Path) -> None:
    """The wheel carries the version of the package, the licence, and the command `build`."""
    with ZipFile(wheel) as archive:
        texts = {Path(name).name: archive.read(name).decode() for name in archive.namelist() if ".dist-info/" in name}
    assert f"\nVersion: {__version__}\n" in texts["METADATA"]
    assert "\nLicense-Expression: MIT\n" in texts["METADATA"]
    assert "MIT License" in texts["LICENSE"]
    assert "build=builder.cli:main" in texts["entry_points.txt"].replace(" ", "")


def test_installed_command_helps(installed: Path) -> None:
    """`build --help` and `python -m builder --help` of the installed wheel say the same, and name the commands."""
    by_name = _run(installed / "bin" / "build", "--help", cwd=installed, PYTHONPATH=str(installed))
    as_module = _run(sys.executable, "-m", "builder", "--help", cwd=installed, PYTHONPATH=str(installed))
    assert by_name == as_module
    assert by_name.startswith("Usage: build ")
    assert all(f"\n  {command} " in by_name for command in ("all", "anki", "pdf", "html", "check"))


def test_every_import_is_declared() -> None:
    """Each package that the code imports is a dependency of ours, and not just one of theirs."""
    project = _project()
    needed = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    extra = {canonicalize_name(Requirement(line).name) for line in project["optional-dependencies"]["verify"]}
    foreign: dict[Path, set[str]] = {path: _foreign(path) for path in (ROOT / "builder").rglob("*.py")}
    assert any("click" in names for names in foreign.values())
    for path, names in foreign.items():
        assert names <= (needed | extra if path.parent.name == "verify" else needed), path


def _foreign(path: Path) -> set[str]:
    """Return the packages, other than ours and Python's own, that the module *path* imports."""
    found = re.findall(r"^\s*(?:from|import) (\w+)(?: |\.|$)", path.read_text("utf-8"), re.MULTILINE)
    providers = packages_distributions()
    return {canonicalize_name(providers[name][0]) for name in set(found) - {"builder"} if name in providers}


def test_every_dependency_is_pinned_within_its_range() -> None:
    """Each dependency of the package and of its extras stands in constraints.txt, at a version that it allows."""
    pins = _constraints()
    assert [str(wanted) for wanted in _requirements() if canonicalize_name(wanted.name) not in pins] == []
    pinned = [(wanted, pins[canonicalize_name(wanted.name)]) for wanted in _requirements()]
    assert [str(wanted) for wanted, version in pinned if version not in wanted.specifier] == []


def test_pinned_versions_suit_the_oldest_python() -> None:
    """Each pinned version that is installed here runs on the oldest Python that the project allows."""
    (oldest,) = (part.version for part in SpecifierSet(_project()["requires-python"]) if part.operator == ">=")
    pinned = [found for found in distributions() if canonicalize_name(found.name) in _constraints()]
    needs = {found.name: SpecifierSet(str(found.metadata.json.get("requires_python", ""))) for found in pinned}
    assert {name for name, pythons in needs.items() if oldest not in pythons} == set()


def test_oldest_dependencies_are_those_of_the_ranges() -> None:
    """The constraints of `make test-minimum` hold each run-time dependency at its lower bound, all else as pinned."""
    oldest = _pins(_run(sys.executable, ".ci/minimum.py"))
    bounds = {
        str(canonicalize_name(wanted.name)): part.version
        for wanted in map(Requirement, _project()["dependencies"])
        for part in wanted.specifier
        if part.operator == ">="
    }
    assert len(bounds) == len(_project()["dependencies"])
    assert oldest == _constraints() | bounds


def test_changelog_has_the_version() -> None:
    """The version of the package is the newest one in the changelog."""
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == __version__


def test_no_file_names_a_registry_or_a_folder_of_its_author() -> None:
    """No tracked file holds the address of a package registry, or an absolute path of one machine."""
    for name, text in _tracked_texts().items():
        assert REGISTRY.findall(text) == [], name
        assert OWN_FOLDER.findall(text) == [], name


def test_what_is_built_stays_out_of_the_repository() -> None:
    """The folder `dist` is tracked, and nothing that a build writes into it."""
    assert _run("git", "ls-files", "--others", "--cached", "--exclude-standard", "dist").split() == ["dist/.gitignore"]
    for name in ("manifest.json", "deck.apkg", "deck-sheet.pdf"):
        _run("git", "check-ignore", f"dist/{name}")


def test_make_help_names_every_target() -> None:
    """`make help` has a line for each target that one can ask for."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    listed = [line.split()[0] for line in _run("make", "--no-print-directory", "help").splitlines()]
    assert sorted(listed) == sorted(phony.split())


def test_benchmark_deck_has_no_fault(tmp_path: Path) -> None:
    """The deck that the benchmarks measure is a good one, and each of its blocks is what it looks like."""
    _run(sys.executable, "tests/benchmarks/make_deck.py", tmp_path / "content", "--questions", "60", "--cards", "4")
    _run(sys.executable, "-m", "builder", "check", "--strict", "--content", tmp_path / "content")
