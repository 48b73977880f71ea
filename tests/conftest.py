"""What all tests share: how Hypothesis searches, how often long tests run, and an environment without surprises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# The same examples in each run, so that a change fails its own tests and no other; and no deadline, since a busy
# machine is no fault of the code. `make soak` looks for new examples, and for many more of them.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("soak", derandomize=False, deadline=None, max_examples=2000, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--soak`."""
    parser.addoption("--soak", action="store_true", help="run long tests many times over, with new random examples")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how Hypothesis searches, before the modules with its tests are read."""
    config.addinivalue_line(
        "markers",
        "soak(runs, many): a long test, which `make soak` runs; if numbers are given, it runs so many times, "
        "or so *many* times under --soak, and its argument `run` counts from 0",
    )
    settings.load_profile("soak" if config.getoption("soak") else "repeatable")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that the marker `soak` gives numbers as often as they say."""
    marker = metafunc.definition.get_closest_marker("soak")
    if marker and marker.args:
        runs, many = marker.args
        metafunc.parametrize("run", range(many if metafunc.config.getoption("soak") else runs))


@pytest.fixture(autouse=True, scope="session")
def _plain_environment() -> Iterator[None]:
    """Take out of the environment what makes builds differ; a test sets what it is about."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CI", "SOURCE_DATE_EPOCH"):
            patch.delenv(name, raising=False)
        yield
