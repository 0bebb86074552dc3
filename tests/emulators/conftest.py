"""A national side in this process, and emulated systems that talk to it over real HTTP."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.catalogue.claim_sheets import claim_sheet_of
from simulator.web.national import National
from tests.apps.national_fixtures import app, catalogue, clock, contracts, live, national, open_session
from tests.emulators.config import Config
from tests.emulators.ring import ring, side
from tests.emulators.sheets import claim_sheet
from tests.emulators.system import System, system_of

__all__ = ["app", "catalogue", "clock", "contracts", "live", "national", "open_session", "ring", "side"]

NOBODY = "http://127.0.0.1:9"
"""Address of a system whose pages no test opens."""


@pytest.fixture
def at_portal(live: National, tmp_path: Path) -> Callable[..., System]:
    """A registered system of a family without its pages: its office, and how it talks to the portal."""

    def make(family: str, **settings: Any) -> System:
        config = Config(family, live.public_url, tmp_path / family, **settings)
        sheet = claim_sheet_of(claim_sheet(config, NOBODY, ["khai-sinh"]), f"{family}.yaml", live.catalogue)
        with live.db.write() as tx:
            live.provinces.register(tx, sheet)
        return system_of(config, NOBODY)

    return make
