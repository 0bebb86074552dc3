"""The national side of one data folder: its stores and settings, handed to every national app."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.catalogue.catalogue import Catalogue
from simulator.catalogue.claim_sheets import claim_sheet_of
from simulator.core.clock import Clock, SystemClock
from simulator.core.ids import random_token
from simulator.domain.claim_sheet import ClaimSheet
from simulator.journal.database import Database
from simulator.journal.exchanges import Journal
from simulator.journal.settings import Settings
from simulator.session.disturbances import Disturbances
from simulator.session.login_faults import LoginFaults
from simulator.session.provinces import Provinces
from simulator.session.sessions import Sessions
from simulator.session.work import WorkStore
from simulator.web.leaving import HeldAnswers
from simulator.wire.contracts import Contracts
from simulator.world.personas import Personas

if TYPE_CHECKING:
    from simulator.web.courier import Courier
    from simulator.web.doors import Door


@dataclass
class National:
    """Everything that a national app needs; `public_url` is set when the port is known."""

    db: Database
    journal: Journal
    settings: Settings
    sessions: Sessions
    work: WorkStore
    provinces: Provinces
    disturbances: Disturbances
    login_faults: LoginFaults
    held: HeldAnswers
    catalogue: Catalogue
    contracts: Contracts
    personas: Personas
    clock: Clock
    public_url: str
    secret: bytes
    """Random per data folder; signs cookies and derives internal client secrets."""
    admin_token: str | None = None
    ca_file: str = ""
    """Every certificate that is trusted in calls from here (PEM); empty: the public ones."""
    own_url: str = ""
    """The address that was bound, where this process reaches itself; empty: the public one."""
    couriers: "dict[str, Courier]" = field(default_factory=dict)
    """Operation (contract id) -> who carries its messages; see `web/courier.py`."""
    patient_operations: set[str] = field(default_factory=set)
    """Those whose messages have a queue of their own, so that nothing that somebody waits for stands behind them."""
    doors: "dict[str, Door]" = field(default_factory=dict)
    """Path -> what answers a POST there without Flask's routing; see `web/doors.py`."""


def open_national(
    folder: Path,
    catalogue: Catalogue,
    contracts: Contracts,
    *,
    public_url: str = "",
    clock: Clock | None = None,
    durable: bool = False,
    admin_token: str | None = None,
    demo: bool = True,
    ca_file: str = "",
    own_url: str = "",
    several: bool = False,
) -> National:
    """Open (or create) the national side that lives in `folder`; `several` processes may be at it."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = clock or SystemClock()
    db = Database(folder / "national.sqlite3", durable, several)
    journal = Journal(db)
    settings = Settings(db)

    def read_sheet(document: Mapping[str, Any], label: str) -> ClaimSheet:
        return claim_sheet_of(document, label, catalogue)

    return National(
        db=db,
        journal=journal,
        settings=settings,
        sessions=Sessions(db, clock),
        work=WorkStore(db, clock),
        provinces=Provinces(db, read_sheet, demo),
        disturbances=Disturbances(db),
        login_faults=LoginFaults(db, clock),
        held=HeldAnswers(clock),
        catalogue=catalogue,
        contracts=contracts,
        personas=Personas.of(catalogue.personas),
        clock=clock,
        public_url=public_url,
        secret=settings.get_or_make("secret", random_token).encode(),
        admin_token=admin_token,
        ca_file=ca_file,
        own_url=own_url,
    )
