"""The pytest plugin: flags, and the fixture `national`. All else is imported when a flag or the fixture is used."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from simulator.testing.flags import TITLE, add_flags

if TYPE_CHECKING:
    from simulator.testing.mounted import MountedNationalSide

NAME = "dvcsim-province"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flags of `pytest --help`."""
    add_flags(parser.getgroup("dvcsim", TITLE))


def pytest_configure(config: pytest.Config) -> None:
    """Take part in the run only when a claim sheet is given."""
    if config.option.province is None:
        return
    from simulator.testing.province_plugin import province_plugin

    config.pluginmanager.register(province_plugin(config), NAME)


@pytest.fixture
def national() -> Iterator["MountedNationalSide"]:
    """The national side at http://portal.example, for code that calls it with `requests`; no socket, fresh data."""
    from simulator.testing.mounted import national_side

    with national_side() as side:
        yield side
