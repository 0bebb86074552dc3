"""What the views of the provider share: its stores, key and pages, and who its clients are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from flask import Response

from simulator.core.text import Text
from simulator.domain.identity_profile import IdentityProfile
from simulator.session.login_faults import LoginFault
from simulator.vneid.client import Client
from simulator.vneid.desk import Desk
from simulator.vneid.server import OpenIdServer
from simulator.vneid.store import VneidStore
from simulator.web.citizens import find_citizen
from simulator.web.national import National
from simulator.web.own_client import PORTAL_CLIENT_ID, portal_client
from simulator.web.pages import Pages
from simulator.web.recording import Inbound
from simulator.web.signing_keys import SigningKeys
from simulator.wire.identity import subject_of

PATH = "/vneid"
OWN = "/rp/<own>"
"""Where the own issuer of a client lies below `PATH`."""
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@dataclass(frozen=True)
class Provider:
    """The provider of one national side."""

    national: National
    store: VneidStore
    keys: SigningKeys
    pages: Pages
    profile: IdentityProfile
    own: str = ""
    """The client whose own issuer was called; empty for the common one."""

    @property
    def issuer(self) -> str:
        """Return the issuer: the public address and `/vneid`, without a slash at the end; the profile's path last."""
        return f"{self.national.public_url.rstrip('/')}{self._base}"

    def path(self, operation: str) -> str:
        """Return the path of an operation on this host."""
        return f"{self._base}{self.profile.endpoints[operation]}"

    @property
    def _base(self) -> str:
        return f"{PATH}{OWN.replace('<own>', self.own) if self.own else ''}{self.profile.path}"

    def of(self, client: Client) -> "Provider":
        """Return the provider as a client of perhaps another profile or issuer sees it."""
        profile = self.national.catalogue.identity_profiles[client.registered.profile]
        return replace(self, profile=profile, own=client.client_id if client.registered.own_issuer else "")

    def serves(self, own: str) -> bool:
        """Return whether a client has an issuer of its own."""
        client = self.client(own)
        return client is not None and (client.registered.own_issuer or client.registered.any_loopback)

    def is_for(self, client: Client) -> bool:
        """Return whether a client may come to this issuer: to the common one, or to its own."""
        return self.own in ("", client.client_id)

    def fault_on_issuer(self, inbound: Inbound) -> LoginFault | None:
        """Return the fault that this client's own issuer shows; the common issuer shows none."""
        return self.national.login_faults.on_issuer(inbound.query, self.own) if self.own else None

    @property
    def now(self) -> int:
        """Return the wall time in seconds since 1970."""
        return int(self.national.clock.now().timestamp())

    def client(self, client_id: str) -> Client | None:
        """Return a registered client, or the portal's own."""
        if client_id == PORTAL_CLIENT_ID:
            return Client(portal_client(self.national))
        registered = self.national.provinces.client(client_id)
        return Client(registered) if registered else None

    def client_ids(self) -> list[str]:
        """Return the ids of the provinces' clients, for near matches."""
        return [sheet.openid_client for sheet in self.national.provinces.all()]

    def server(self, inbound: Inbound) -> OpenIdServer:
        """Return the server that works in the transaction of this request."""
        assert inbound.tx is not None
        subject = cache(self.subject)
        known = (self.store, self.keys, cache(self.client), subject, self.national.login_faults)
        return OpenIdServer(Desk(self.issuer, self.own, self.profile, self.now, inbound.tx, *known))

    def level_wanted(self, acr_values: str | None) -> int:
        """Return the level at which a citizen logs in for a request: the one asked for, else the usual one."""
        return self.profile.level_asked(acr_values or "") or self.profile.default_level

    def subject(self, personal_id: str) -> str | None:
        """Return `sub` of a person, the same in the ID token and at userinfo; None when nobody has the number."""
        person = find_citizen(self.national, personal_id)
        return subject_of(person) if person else None

    def identify(self, inbound: Inbound, client: Client) -> None:
        """Say whose system the exchange belongs to; the portal's own client is nobody's."""
        sheet = self.national.provinces.get(client.registered.province)
        if sheet is not None:
            inbound.identify(sheet)

    def disturbed(self, inbound: Inbound, sessions: Iterable[str] = ()) -> Response | None:
        """Return the answer of a disturbed VNeID, or None on a calm day.

        `sessions` are those whose citizen logs in: one of them may have a weather of its own.
        """
        touched = tuple(sessions)
        disturbance = inbound.disturbed("vneid", touched)
        if disturbance is None:
            return None
        inbound.fact("disturbed", touched, weather=disturbance.weather, operation=inbound.draft.operation)
        return self.pages.problem(self.text("disturbed", weather=disturbance.weather), disturbance.status)

    def text(self, key: str, **values: object) -> Text:
        """Return one of the package's texts, filled."""
        return self.pages.text(key, **values)
