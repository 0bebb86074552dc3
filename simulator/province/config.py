"""What one running province is told: where the national side is, who it is there, and how it behaves."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from simulator.core.clock import VIETNAM
from simulator.core.ids import random_token
from simulator.core.text import Text
from simulator.province.identity.profile import profile_of
from simulator.province.roles import PROVINCE, ROLES

LANDING = "/vi/nps/apply"
CALLBACK = "/vneid/callback"
BACK_CHANNEL = "/vneid/dang-xuat"
LOGIN = "/dang-nhap"
WHOAMI = "/dang-nhap/toi"
REFRESH = "/dang-nhap/lam-moi"
LOGOUT = "/dang-xuat"
LOGOUT_RETURN = "/dang-xuat/xong"
SIGN = "/ky-so"
SIGNATURE = "/ky-so/ket-qua"
WEBHOOK = "/vneid/ky-so"
CONFIRM = "/thanh-toan/ket-qua"
FEE_LOOK_UP = "/thanh-toan/tra-cuu"
SUBMIT = "/ho-so"
OFFICER_HOOK = "/test/officer"
IDLE_HOOK = "/test/idle"
CLOCK_HOOK = "/test/clock"
COUNTER_HOOK = "/test/counter"
LISTING = "/dich-vu"
COUNTERS = "/diem-tiep-nhan"
LEAVING = "/chuyen-tiep"
MIRROR = "/theo-doi"
LOOK_UP = "/lien-thong/search/call"
PROMOTION = "/lien-thong/addtthcKhuyenMai"
HAND_OVER = "/lien-thong/nhanhsdvcqg"
TAX_NOTICE = "/lien-thong/nhantbthuedvcqg"
OWN_ISSUER = "/vneid/rp/{client_id}"
"""The issuer that the national side's VNeID keeps for one client alone; its profile's path comes after it."""
GO_LIVE = datetime(2025, 7, 1, 8, 0, tzinfo=VIETNAM)
"""The first morning of the two-tier administration: the day that is rehearsed here."""
_PROVINCE = ROLES[PROVINCE]


@dataclass(frozen=True, kw_only=True)
class ProvinceConfig:
    """The settings of one system; the defaults are those of a province. `of_role` has those of another role."""

    simulator_url: str
    """Base URL of the national side, without a slash at the end."""
    data_dir: Path
    base_url: str = ""
    """Where this system is reached; empty: the address it binds."""
    account: str = _PROVINCE.account
    password: str = field(default=_PROVINCE.password, repr=False)
    agency: str = _PROVINCE.agency
    receiving_agency: str = _PROVINCE.receiving_agency
    unit_code: str = ""
    """Code in front of dossier codes; empty: the receiving agency in the long order (H99.12 -> 000.00.12.H99)."""
    unit_name: str = _PROVINCE.unit_name
    client_id: str = _PROVINCE.client_id
    client_secret: str = field(default=_PROVINCE.client_secret, repr=False)
    vneid_profile: str = "standard"
    """How VNeID is spoken to: a name of `identity/profiles.yaml`."""
    issuer: str = ""
    """Issuer of VNeID; empty: the one that the national side keeps for this client and profile."""
    id_token_alg: str = "RS256"
    """The algorithm registered for ID tokens and logout tokens; no other is taken."""
    max_age_seconds: int = 8 * 3600
    """How long ago the citizen may have logged in at VNeID: a working day."""
    metadata_seconds: float = 300.0
    keys_seconds: float = 600.0
    """How long VNeID's description and its keys are kept."""
    role: str = PROVINCE
    """`province` or `ministry`: which procedures it offers (`handled_by` in the portal's list of services)."""
    procedures: tuple[str, ...] = ()
    """National procedure codes to offer; empty: every one that the portal says this kind of system handles."""
    defects: tuple[str, ...] = ()
    hook_token: str = field(default_factory=random_token, repr=False)
    """Bearer token of the test hooks; a new one per process unless given."""
    signing_secret: str = field(default_factory=random_token, repr=False)
    """Key of the HMAC of the signing gateway's webhooks; a new one per process unless given."""
    payment_secret: str = field(default_factory=random_token, repr=False)
    """Key of the signatures of the payment platform's messages; a new one per process unless given."""
    payment_ask_seconds: float = 0.8
    payment_longest_seconds: float = 60.0
    """When the platform is asked about a payment of which nothing was heard: first, and at the latest again."""
    security_key: str = field(default_factory=random_token, repr=False)
    """Shared with the portal for land-tax messages; a new one per process unless given."""
    province_code: str = "99"
    version: str = ""
    """Empty: the version of the installed package."""
    claim_sheet: Path | None = None
    """Where `run_province` writes the claim sheet; None: nowhere."""
    starts_at: datetime | None = GO_LIVE
    """What the clocks of new dossiers show when the process starts; None: the wall time."""
    form_driver: str = "api"
    """How the claim sheet says that the form is worked: `api` or `browser`."""
    notices: bool = True
    """Whether citizens are told of each status by a notice in their VNeID inbox."""
    pulled: tuple[str, ...] = _PROVINCE.pulled
    """Ids of the services whose dossiers are fetched when citizens filed them at the portal."""
    linked: tuple[str, ...] = _PROVINCE.linked
    """Ids of the services whose dossiers are polled from the service of linked births and deaths."""
    look_every_seconds: float = 4.0
    """How often the portal is asked for them: sooner than `sync_max_seconds`, which is claimed."""
    sync_every_seconds: float = 0.0
    sync_max_seconds: float = 5.0
    """The rhythm that the claim sheet states: 0 is at once, and so long it may take at most."""
    retry_first_seconds: float = 0.1
    retry_longest_seconds: float = 2.0
    ca_file: str = ""
    """Certificates to trust at the national side (PEM); empty: the public ones."""
    connect_seconds: float = 3.0
    read_seconds: float = 6.0
    """The read time-out of one known client generation (2021)."""

    @classmethod
    def of_role(cls, role: str, **given: Any) -> "ProvinceConfig":
        """Return the settings of a province or a ministry; what is not given, or given as None, is the role's own."""
        names = {one.name for one in fields(cls)}
        own = {name: value for name, value in vars(ROLES[role]).items() if name in names}
        chosen = {name: value for name, value in given.items() if value is not None}
        return cls(role=role, **{**own, **chosen})

    @property
    def id(self) -> str:
        """Return the id of the claim sheet; another agency than the role's own gets an id of its own."""
        role = ROLES[self.role]
        last = self.agency.rsplit(".", 1)[-1].lower()
        return role.id if self.agency == role.agency else role.id_elsewhere.format(agency=last)

    @property
    def vneid_issuer(self) -> str:
        """Return the issuer of VNeID, without a slash at the end."""
        below = OWN_ISSUER.format(client_id=quote(self.client_id, safe="")) + profile_of(self.vneid_profile).path
        return self.issuer.rstrip("/") or self.simulator_url.rstrip("/") + below

    @property
    def name(self) -> Text:
        """Return the name shown on pages and in the claim sheet."""
        return ROLES[self.role].name

    @property
    def unit(self) -> str:
        """Return the agency code in front of a dossier code (Circular 01/2018/TT-VPCP, article 19)."""
        if self.unit_code:
            return self.unit_code
        head, _, number = self.receiving_agency.partition(".")
        return f"000.00.{number.zfill(2)}.{head}" if number.isdigit() and len(number) <= 2 else self.agency

    @property
    def partner(self) -> str:
        """Return the code of this system at the payment platform."""
        return "DVC" + "".join(letter for letter in self.agency if letter.isalnum())

    @property
    def requester(self) -> str:
        """Return the code under which this system asks the registries."""
        return f"HT.{self.agency}"
