"""The systems under test that one national side knows: by adapter account, agency code and OpenID client.

Two claim sheets that share one of the three could not be told apart on the wire, so the second is refused. A ready
account (`demo`/`demo`, agency 000.00.00.H99) and client (`demo-rp`) exist for first steps; a claim sheet that uses
them takes their place.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from simulator.core.errors import ConfigurationError
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.identity_profile import STANDARD
from simulator.journal.database import Database, Transaction
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS province (
  id TEXT PRIMARY KEY, document TEXT NOT NULL, label TEXT NOT NULL, account TEXT NOT NULL UNIQUE,
  agency TEXT NOT NULL UNIQUE, client TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS province_edition (number INTEGER NOT NULL);
INSERT INTO province_edition SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM province_edition);
"""

DEMO_DOCUMENT: Mapping[str, Any] = {
    "format": 1,
    "id": "demo",
    "name": {"vi": "Tài khoản dùng thử", "en": "Demo account"},
    "kind": "province",
    "province_code": "99",
    "agency": "000.00.00.H99",
    "receiving_agency": "H99.12",
    "version": "0",
    "base_url": "http://127.0.0.1:8030",
    "national_side": {"url": "http://127.0.0.1:8025"},
    "dialect": "default",
    "account": {"name": "demo", "password": "demo"},
    "openid": {"client_id": "demo-rp", "client_secret": "demo-rp-secret"},
    "landing": "/vi/nps/apply",
    "services": {},
}
DEMO_PAYMENT: dict[str, Any] = {"partner": "DEMO", "secret": "demo-payment-secret"}
"""The demo account at the payment platform; it has no address that hears results."""


@dataclass(frozen=True)
class OpenIdClient:
    """An OpenID relying party that a claim sheet describes."""

    client_id: str
    secret: str
    redirect_uris: tuple[str, ...]
    any_loopback: bool
    """Whether any loopback redirect is accepted: the demo client only."""
    province: str
    post_logout_redirect_uris: tuple[str, ...] = ()
    backchannel_logout_uri: str = ""
    id_token_alg: str = "RS256"
    profile: str = STANDARD
    envelope_key: str = ""
    """RSA public key (PEM) that answers are wrapped for, where the profile wraps them."""
    open_mode: bool = False
    """Whether mistakes that can be overlooked are, with a finding for each."""
    own_issuer: bool = False
    """Whether the client has an issuer of its own, so that nobody else sees its keys disturbed."""


class Provinces:
    """The registered claim sheets."""

    def __init__(
        self, db: Database, read_sheet: Callable[[Mapping[str, Any], str], ClaimSheet], demo: bool = True
    ) -> None:
        self._db = db
        self._read_sheet = read_sheet
        self._demo = demo
        db.add_schema(SCHEMA)
        self._sheets: dict[str, ClaimSheet] = {}
        self._edition = -1
        self.refresh(db.read)
        self._built_in = read_sheet({**DEMO_DOCUMENT, "payment": DEMO_PAYMENT}, "built-in demo account")

    def refresh(self, query: Query) -> None:
        """Read what another process has registered since the last time."""
        edition = int(query("SELECT number FROM province_edition")[0]["number"])
        if edition != self._edition:
            for row in query("SELECT document, label FROM province ORDER BY id"):
                self._keep(self._read_sheet(orjson.loads(row["document"]), row["label"]))
            self._edition = edition

    def _keep(self, sheet: ClaimSheet) -> None:
        self._sheets = {**self._sheets, sheet.id: sheet}

    def register(self, tx: Transaction, sheet: ClaimSheet) -> None:
        """Store a claim sheet, or the new edition of one with the same id."""
        for other in self._sheets.values():
            if other.id != sheet.id:
                _refuse_shared(sheet, other)
        tx.execute(
            "INSERT INTO province VALUES (:id, :document, :label, :account, :agency, :client)"
            " ON CONFLICT (id) DO UPDATE SET document = :document, label = :label, account = :account,"
            " agency = :agency, client = :client",
            id=sheet.id,
            document=orjson.dumps(dict(sheet.raw)).decode(),
            label=sheet.label,
            account=sheet.account,
            agency=sheet.agency,
            client=sheet.openid_client,
        )
        tx.execute("UPDATE province_edition SET number = number + 1")
        self._keep(sheet)

    def all(self) -> list[ClaimSheet]:
        """Return every registered sheet, and the demo account while nobody has taken its place."""
        sheets = sorted(self._sheets.values(), key=lambda sheet: sheet.id)
        taken = any(_shared(self._built_in, sheet) for sheet in sheets)
        return [*sheets, self._built_in] if self._demo and not taken else sheets

    def get(self, province: str) -> ClaimSheet | None:
        """Return the sheet with that id."""
        return next((sheet for sheet in self.all() if sheet.id == province), None)

    def by_account(self, account: str) -> ClaimSheet | None:
        """Return the sheet whose adapter account this is."""
        return next((sheet for sheet in self.all() if sheet.account == account), None)

    def by_agency(self, agency: str) -> ClaimSheet | None:
        """Return the sheet whose agency code this is."""
        return next((sheet for sheet in self.all() if sheet.agency == agency), None)

    def by_partner(self, partner: str) -> ClaimSheet | None:
        """Return the sheet whose account at the payment platform this is."""
        return next((sheet for sheet in self.all() if partner and sheet.payment_partner == partner), None)

    def by_client(self, client_id: str) -> ClaimSheet | None:
        """Return the sheet whose OpenID client this is."""
        return next((sheet for sheet in self.all() if sheet.openid_client == client_id), None)

    def password_ok(self, account: str, password: str) -> bool:
        """Return whether the adapter password is right; compared in constant time."""
        sheet = self.by_account(account)
        known = str(sheet.raw.get("account", {}).get("password", "")) if sheet else ""
        return hmac.compare_digest(known.encode(), password.encode()) and bool(known)

    def client(self, client_id: str) -> OpenIdClient | None:
        """Return the OpenID client of that id."""
        sheet = self.by_client(client_id)
        if sheet is None:
            return None
        openid = sheet.raw.get("openid", {})
        return OpenIdClient(
            client_id=client_id,
            secret=str(openid.get("client_secret", "")),
            redirect_uris=tuple(openid.get("redirect_uris", ())),
            any_loopback=client_id == self._built_in.openid_client and self._demo,
            province=sheet.id,
            post_logout_redirect_uris=tuple(openid.get("post_logout_redirect_uris", ())),
            backchannel_logout_uri=str(openid.get("backchannel_logout_uri", "")),
            id_token_alg=str(openid.get("id_token_signed_response_alg", "RS256")),
            profile=str(openid.get("profile", STANDARD)),
            envelope_key=str(openid.get("envelope_key", "")),
            open_mode=openid.get("mode", "strict") == "open",
            own_issuer=bool(openid.get("own_issuer")),
        )


_IDENTITY = (
    ("account", "adapter account"),
    ("agency", "agency code"),
    ("openid_client", "OpenID client"),
    ("payment_partner", "payment partner"),
)


def _shared(one: ClaimSheet, other: ClaimSheet) -> tuple[str, str] | None:
    for attribute, name in _IDENTITY:
        value = getattr(one, attribute)
        if value and value == getattr(other, attribute):
            return name, str(value)
    return None


def _refuse_shared(sheet: ClaimSheet, other: ClaimSheet) -> None:
    if shared := _shared(sheet, other):
        name, value = shared
        raise ConfigurationError(
            sheet.label or sheet.id,
            f"{name} {value} already belongs to claim sheet {other.id} ({other.label})",
            f"its own {name}: two systems that share one cannot be told apart",
            f"Change it in one of the two sheets, or give both the same id if they are the same system ({other.id}).",
        )
