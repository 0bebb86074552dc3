"""Signatures under way: asked for, told of by webhooks, and counted only once they are verified.

No transaction is held while the gateway is called: it may tell of a request before it has answered it.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from simulator.core.clock import Clock
from simulator.province.config import ProvinceConfig
from simulator.province.logins import Login
from simulator.province.national_side import NationalSideDown
from simulator.province.seams import Seams
from simulator.province.signing.gateway import Gateway
from simulator.province.signing.verification import holds
from simulator.province.signing.webhook import RESULT, SIGNED, STATES, WAITING, Message, is_genuine, read
from simulator.province.store import Store

_LOG = logging.getLogger(__name__)
_ASK_AFTER = timedelta(seconds=30)
"""How long webhooks are waited for before the gateway is asked, in case one was lost."""
_TAKEN, _UNREADABLE, _NOT_GENUINE = 200, 400, 401


class NoCertificate(Exception):
    """The citizen has no certificate to sign with."""


@dataclass(frozen=True)
class Signing:
    """One request to sign, as it is kept."""

    handle: str
    owner: str
    digest: bytes
    certificate: str
    state: str
    signature: str
    asked_at: str


class SigningDesk:
    """Asks for signatures and learns what became of them."""

    def __init__(self, store: Store, gateway: Gateway, config: ProvinceConfig, clock: Clock, seams: Seams) -> None:
        self._store = store
        self._gateway = gateway
        self._config = config
        self._clock = clock
        self._seams = seams

    def start(self, login: Login) -> str:
        """Ask a citizen to sign a declaration; return the handle. Raises `NoCertificate`, `NationalSideDown`."""
        certificate = self._gateway.certificate(login.personal_id)
        if certificate is None:
            raise NoCertificate
        now = self._clock.now()
        declaration = f"Tờ khai của {login.name} ({login.personal_id}), {now.isoformat()}"
        digest = hashlib.sha256(declaration.encode()).digest()
        handle = self._gateway.sign(certificate, "to-khai.txt", digest)
        signing = Signing(handle, login.personal_id, digest, certificate.encoded, WAITING, "", now.isoformat())
        with self._store.transaction() as tx:
            tx.execute(
                "INSERT INTO signings (handle, owner, digest, certificate, state, signature, asked_at) VALUES"
                " (:handle, :owner, :digest, :certificate, :state, :signature, :asked_at)",
                **vars(signing),
            )
        for early in self._store.read("SELECT told FROM signing_messages WHERE handle = :handle", handle=handle):
            self._learn(handle, early["told"])
        return handle

    def show(self, handle: str, owner: str) -> dict[str, Any] | None:
        """Return how far a citizen's own request got; None when there is no such request."""
        signing = self._find(handle)
        if signing is None or signing.owner != owner:
            return None
        if signing.state == WAITING and self._clock.now() >= datetime.fromisoformat(signing.asked_at) + _ASK_AFTER:
            self._ask(handle)
            signing = self._find(handle) or signing
        told = {"handle": handle, "state": signing.state, "webhooks": self._count(handle)}
        signed = {"signature": signing.signature, "certificate": signing.certificate}
        return {**told, **signed} if signing.state == SIGNED else told

    def take(self, body: bytes, header: str) -> int:
        """Take a message of the gateway and return the HTTP status of the answer."""
        genuine = is_genuine(body, header, self._config.signing_secret)
        if not self._seams.is_webhook_genuine(header, genuine):
            return _NOT_GENUINE
        message = read(body)
        if message is None:
            return _UNREADABLE
        if not self._seams.is_webhook_fresh(message.is_fresh(self._clock.now())):
            return _NOT_GENUINE
        status = self._seams.webhook_status(message, self._find(message.handle) is not None)
        if status == _TAKEN and message.is_known and message.handle:
            self._note(message)
        return status

    def _note(self, message: Message) -> None:
        told = message.state if message.type == RESULT else "2"
        with self._store.transaction() as tx:
            new = not tx.execute("SELECT 1 FROM signing_messages WHERE id = :id", id=message.id)
            if not self._seams.is_webhook_new(new):
                return
            tx.execute(
                "INSERT INTO signing_messages (id, handle, told, taken) VALUES (:id, :handle, :told, 1)"
                " ON CONFLICT (id) DO UPDATE SET taken = taken + 1",
                id=message.id,
                handle=message.handle,
                told=told,
            )
        self._learn(message.handle, told)

    def _learn(self, handle: str, told: str) -> None:
        """Bring a request to where the gateway says it is; signed is only what can be verified."""
        signing = self._find(handle)
        if signing is None:
            return
        state = self._seams.signing_state(told, STATES.get(told, WAITING))
        if state == SIGNED and signing.state != SIGNED:
            self._fetch(signing)
        else:
            self._keep(handle, state)

    def _fetch(self, signing: Signing) -> None:
        try:
            signature = self._gateway.poll(signing.handle).signature
            kept = (signing.certificate, signing.owner, signing.digest, signature)
            true = holds(self._gateway.authority, *kept, self._clock.now())
        except NationalSideDown as error:
            _LOG.warning("signature %s not fetched: %s", signing.handle, error)
            return
        if self._seams.is_signature_taken(true):
            self._keep(signing.handle, SIGNED, signature)

    def _ask(self, handle: str) -> None:
        try:
            self._learn(handle, self._gateway.poll(handle).state)
        except NationalSideDown as error:
            _LOG.warning("signature %s not asked about: %s", handle, error)

    def _keep(self, handle: str, told: str, signature: str = "") -> None:
        """Keep what was told; read and written in one transaction, because messages may come at the same time."""
        with self._store.transaction() as tx:
            before = tx.execute("SELECT state FROM signings WHERE handle = :handle", handle=handle)[0]["state"]
            tx.execute(
                "UPDATE signings SET state = :state, signature = max(signature, :signature) WHERE handle = :handle",
                state=self._seams.state_after(before, told),
                signature=signature,
                handle=handle,
            )

    def _find(self, handle: str) -> Signing | None:
        rows = self._store.read("SELECT * FROM signings WHERE handle = :handle", handle=handle)
        return Signing(**dict(rows[0])) if rows else None

    def _count(self, handle: str) -> int:
        sql = "SELECT coalesce(sum(taken), 0) AS taken FROM signing_messages WHERE handle = :handle"
        return int(self._store.read(sql, handle=handle)[0]["taken"])
