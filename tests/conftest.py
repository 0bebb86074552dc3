"""What all tests of a worker share: a data file that does not change is parsed once."""

from collections.abc import Iterator
from functools import lru_cache

import pytest

from simulator.core import yaml_file


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Keep what a text was parsed into: hundreds of tests load the same files, each beside one of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_file, "parse_yaml", lru_cache(maxsize=4096)(yaml_file.parse_yaml))
        yield
