"""What one running province is told: where the national side is, who it is there, and how it behaves."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from simulator.core.clock import VIETNAM
from simulator.core.ids import random_token
from simulator.core.text import Text

LANDING = "/vi/nps/apply"
CALLBACK = "/vneid/callback"
SUBMIT = "/ho-so"
OFFICER_HOOK = "/test/officer"
IDLE_HOOK = "/test/idle"
CLOCK_HOOK = "/test/clock"
LISTING = "/dich-vu"
COUNTERS = "/diem-tiep-nhan"
LEAVING = "/chuyen-tiep"
MIRROR = "/theo-doi"
GO_LIVE = datetime(2025, 7, 1, 8, 0, tzinfo=VIETNAM)
"""The first morning of the two-tier administration: the day that is rehearsed here."""
PROVINCE_NAME = Text("Tỉnh Thử nghiệm (hệ thống mẫu)", "Trial province (reference system)")
MINISTRY_NAME = Text("Bộ Thử nghiệm (hệ thống mẫu)", "Trial ministry (reference system)")


@dataclass(frozen=True, kw_only=True)
class ProvinceConfig:
    """The settings of one province; the defaults are those of the demo account."""

    simulator_url: str
    """Base URL of the national side, without a slash at the end."""
    data_dir: Path
    base_url: str = ""
    """Where this system is reached; empty: the address it binds."""
    account: str = "demo"
    password: str = field(default="demo", repr=False)
    agency: str = "000.00.00.H99"
    receiving_agency: str = "H99.12"
    unit_code: str = ""
    """Code in front of dossier codes; empty: the receiving agency in the long order (H99.12 -> 000.00.12.H99)."""
    unit_name: str = "Trung tâm Phục vụ hành chính công phường Thử nghiệm"
    client_id: str = "demo-rp"
    client_secret: str = field(default="demo-rp-secret", repr=False)
    role: str = "province"
    """`province` or `ministry`: which procedures it offers (`handled_by` in the portal's list of services)."""
    procedures: tuple[str, ...] = ()
    """National procedure codes to offer; empty: every one that the portal says this kind of system handles."""
    defects: tuple[str, ...] = ()
    hook_token: str = field(default_factory=random_token, repr=False)
    """Bearer token of the test hooks; a new one per process unless given."""
    province_code: str = "99"
    version: str = ""
    """Empty: the version of the installed package."""
    claim_sheet: Path | None = None
    """Where `run_province` writes the claim sheet; None: nowhere."""
    starts_at: datetime | None = GO_LIVE
    """What the clocks of new dossiers show when the process starts; None: the wall time."""
    sync_every_seconds: float = 1.0
    sync_max_seconds: float = 5.0
    """The rhythm that the claim sheet states."""
    retry_first_seconds: float = 0.1
    retry_longest_seconds: float = 2.0
    connect_seconds: float = 3.0
    read_seconds: float = 6.0
    """The read time-out of one known client generation (2021)."""

    @property
    def id(self) -> str:
        """Return the id of the claim sheet; another agency than the demo one gets an id of its own."""
        if self.role == "ministry":
            return "bo-thu-nghiem"
        last = self.agency.rsplit(".", 1)[-1].lower()
        return "tinh-thu-nghiem" if last == "h99" else f"tinh-{last}"

    @property
    def name(self) -> Text:
        """Return the name shown on pages and in the claim sheet."""
        return MINISTRY_NAME if self.role == "ministry" else PROVINCE_NAME

    @property
    def unit(self) -> str:
        """Return the agency code in front of a dossier code (Circular 01/2018/TT-VPCP, article 19)."""
        if self.unit_code:
            return self.unit_code
        head, _, number = self.receiving_agency.partition(".")
        return f"000.00.{number.zfill(2)}.{head}" if number.isdigit() and len(number) <= 2 else self.agency

    @property
    def requester(self) -> str:
        """Return the code under which this system asks the registries."""
        return f"HT.{self.agency}"
