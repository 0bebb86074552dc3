"""What a system under test says of itself: `province.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.core.text import Text
from simulator.domain.form_script import FormScript


@dataclass(frozen=True)
class ServiceClaim:
    """How the system takes part in one service."""

    role: str
    """handler, relay or none."""
    intake: str
    """The main way in: redirect, pull, poll-linked, counter or push."""
    driver: str
    """api, browser or attended."""
    also: tuple[str, ...] = ()
    """Further intake modes, for example a counter beside the online one."""
    claims: tuple[str, ...] = ()
    """What a relay does beyond showing and handing over: `take` (it takes dossiers and passes them on), `mirror`."""
    data_route: str = "lookup"
    """How the data that replace papers reach a handler: `lookup`, `pushed` (with the login) or `officer`."""

    @property
    def intakes(self) -> tuple[str, ...]:
        """Return every intake mode, the main one first."""
        return (self.intake, *self.also)


@dataclass(frozen=True)
class Hook:
    """An address on the system under test that we may call: a path below its base URL, and a bearer token."""

    path: str
    token: str = ""


@dataclass(frozen=True)
class Attended:
    """What people who work the system need to know, where a service has the driver `attended`."""

    citizen_minutes: int = 6
    """How long one visit of a citizen takes; for the estimate only."""
    officer_minutes: int = 3
    unit: str = ""
    """Who the officers are; empty: the receiving agency."""
    officer_url: str = ""
    """Where officers work; empty: the system's own address."""


@dataclass(frozen=True)
class PaymentAccount:
    """The account of a system at the payment platform."""

    partner: str
    secret: str = field(repr=False)
    confirm: str = ""
    """Path of the system that hears the result of a payment; empty: it only asks."""
    fee_lookup: str = ""
    """Path of the system that says what is still to be paid; empty: none."""


@dataclass(frozen=True)
class Inbound:
    """Where the portal calls a system: paths below its base URL, empty for what it does not offer."""

    lookup: str = ""
    promotion: str = ""
    promotion_amendment: str = ""
    tax_notice: str = ""
    tax_receipt: str = ""
    security_key: str = field(default="", repr=False)


@dataclass(frozen=True)
class FileSource:
    """From where the files of a system are fetched, beside its own address."""

    hosts: tuple[str, ...] = ()
    """`host` or `host:port`."""
    max_mb: int = 20


@dataclass(frozen=True)
class ClaimSheet:
    """One system under test: who it is, where it listens, what it claims, how it is driven, how slow it may be."""

    id: str
    name: Text
    province_code: str
    """Two digits, Decision 19/2025/QĐ-TTg; 99 is the trial province."""
    agency: str
    """Agency code sent in every message (for example 000.00.00.H99)."""
    receiving_agency: str
    """Agency code in the hand-over (for example H99.12)."""
    kind: str
    """`province` or `ministry`."""
    version: str
    base_url: str
    national_side: str
    dialect: str
    account: str
    openid_client: str
    landing: str
    """Path of the landing page of the hand-over."""
    services: Mapping[str, ServiceClaim]
    hooks: Mapping[str, Hook]
    """`officer`, `idle`, `whoami` ...: absent when the system does not offer it."""
    test_clock: str
    """per_dossier, global or none."""
    sync_every_seconds: float | None
    sync_max_seconds: float | None
    """Claimed longest time from an event to its arrival at the portal; None when nothing is claimed."""
    concurrency: int = 2
    connect_seconds: float = 3.0
    read_seconds: float = 10.0
    form_scripts: Mapping[str, FormScript] = field(default_factory=dict)
    """Service -> how its pages are worked, of services that a browser works."""
    sync_steps: Mapping[str, float] = field(default_factory=dict)
    """Action (`officer.accept`, `citizen.apply`) -> its own claimed longest time, where it differs from the rest."""
    attended: Attended = Attended()
    payment: PaymentAccount | None = None
    """None: it takes no payments through the platform."""
    inbound: Inbound = Inbound()
    files: FileSource = FileSource()
    middleware: Mapping[str, str] = field(default_factory=dict)
    """`add`, `update`, `progress` -> its own name for the last part of that address of a provincial middleware."""
    dstcode: str = ""
    """Routing code that every call to the adapter has to carry; empty: any or none is taken."""
    label: str = ""
    digest: str = ""
    """SHA-256 of the file, for `results.json`."""
    raw: Mapping[str, Any] = field(default_factory=dict)
    """The document as it was read, with `${ENV}` filled in; what is sent to `/admin`."""

    def offers(self, part: str) -> bool:
        """Return whether it names the address that a story needs: a hook, or `inbound.<word>`."""
        block, _, word = part.rpartition(".")
        return bool(getattr(self.inbound, word)) if block == "inbound" else part in self.hooks

    def address_of(self, path: str) -> str:
        """Return the address of a path below the system's base URL; an absolute address stays as it is."""
        if path.startswith(("http://", "https://")):
            return path
        return f"{self.base_url.rstrip('/')}/{path.lstrip('/')}"

    @property
    def payment_partner(self) -> str:
        """Return the code of the system at the payment platform; empty without an account there."""
        return self.payment.partner if self.payment else ""
