"""What all tests of a worker share: a data file that does not change is parsed once."""

import os
from collections.abc import Iterator
from functools import lru_cache

import pytest

from simulator.core import yaml_file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the long proofs to `make mutants`, which runs them beside the matrix."""
    if os.environ.get("DVCSIM_PROOF") == "1":
        return
    for item in items:
        if item.get_closest_marker("proof"):
            item.add_marker(pytest.mark.skip(reason="part of `make mutants`"))


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Keep what a text was parsed into: hundreds of tests load the same files, each beside one of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_file, "parse_yaml", lru_cache(maxsize=4096)(yaml_file.parse_yaml))
        yield
