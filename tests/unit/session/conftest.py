"""A store of sessions on a clock that stands still."""

from datetime import datetime
from pathlib import Path

import pytest

from simulator.core.clock import VIETNAM, FixedClock
from simulator.journal.database import Database
from simulator.session.sessions import Sessions


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 21, 9, tzinfo=VIETNAM))


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "national.sqlite3")


@pytest.fixture
def sessions(db: Database, clock: FixedClock) -> Sessions:
    return Sessions(db, clock)
