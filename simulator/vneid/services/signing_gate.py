"""Who may use the signing gateway: tokens for a password, and the optional HMAC over a request.

Read in public: the lifetimes, the four headers, the codes. Assumed: the account is the adapter's, what the HMAC covers
(`wire.signing.text_to_sign`), how far a timestamp may differ, and how many wrong passwords are too many.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from flask import request

from simulator.core.ids import random_token
from simulator.domain.claim_sheet import ClaimSheet
from simulator.vneid.services.office import Call, Office, same
from simulator.vneid.services.signing_store import ACCESS, REFRESH, SigningStore
from simulator.wire.signing import HMAC_HEADERS, login_from_wire, refresh_from_wire, text_to_sign, tokens_to_wire

ACCESS_SECONDS, REFRESH_SECONDS = 1800, 604800
CLOCK_SECONDS = 300
MAX_WRONG, WRONG_SECONDS = 5, 900
_MOST_LETTERS = 128


class SigningGate:
    """Tokens and signed requests."""

    def __init__(self, office: Office, store: SigningStore) -> None:
        self._office = office
        self._store = store

    def token(self, call: Call) -> dict[str, Any]:
        """Give tokens for user name and password."""
        call.readable()
        account, password = login_from_wire(call.inbound.json)
        account = account[:_MOST_LETTERS]
        call.note(account=account)
        known = self._office.national.provinces.by_account(account)
        if known is not None:
            call.inbound.identify(known)
        call.calm()
        now = self._office.now
        if self._store.wrong_passwords(call.tx, account, now - WRONG_SECONDS) >= MAX_WRONG:
            raise self._office.refused("rate", "passwords_wrong", most=MAX_WRONG, minutes=WRONG_SECONDS // 60)
        if known is None or not self._office.national.provinces.password_ok(account, password):
            self._store.note_wrong_password(call.tx, account, now)
            raise self._office.refused("token", "password_wrong", account=account or "∅")
        self._store.forget_wrong_passwords(call.tx, account)
        self._signed(call, known)
        return self._give(call, known)

    def refresh(self, call: Call) -> dict[str, Any]:
        """Give new tokens for a refresh token, which ends with that."""
        call.readable()
        written = refresh_from_wire(call.inbound.json)
        known = self._of_token(call, written, REFRESH, "refresh_token_unknown")
        call.calm()
        self._signed(call, known)
        self._store.end_token(call.tx, written)
        return self._give(call, known)

    def enter(self, call: Call) -> ClaimSheet:
        """Return whose system calls, proven by its access token; a body has to be a JSON object."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        sheet = self._of_token(call, token.strip() if kind.lower() == "bearer" else "", ACCESS, "access_token_unknown")
        self._signed(call, sheet)
        if request.method == "POST":
            call.readable()
        return sheet

    def _of_token(self, call: Call, written: str, kind: str, key: str) -> ClaimSheet:
        owner = self._store.owner(written, kind, self._office.now)
        sheet = self._office.national.provinces.get(owner) if owner else None
        if sheet is None:
            raise self._office.refused("token", key)
        call.inbound.identify(sheet)
        call.note(account=sheet.account)
        return sheet

    def _give(self, call: Call, sheet: ClaimSheet) -> dict[str, Any]:
        access, refresh = random_token(), random_token()
        now = self._office.now
        self._store.save_token(call.tx, access, ACCESS, sheet.id, now + ACCESS_SECONDS)
        self._store.save_token(call.tx, refresh, REFRESH, sheet.id, now + REFRESH_SECONDS)
        return tokens_to_wire(access, refresh, ACCESS_SECONDS, REFRESH_SECONDS)

    def _signed(self, call: Call, sheet: ClaimSheet) -> None:
        """Refuse a request whose HMAC is wrong, or missing where the claim sheet demands one."""
        settings: Mapping[str, Any] = sheet.raw.get("vneid_services", {}).get("signing", {})
        given = [request.headers.get(name, "") for name in HMAC_HEADERS]
        if not any(given) and settings.get("hmac", "optional") == "optional":
            return
        call.note(hmac=True)
        missing = [name for name, value in zip(HMAC_HEADERS, given, strict=True) if not value]
        if missing:
            raise self._office.refused("hmac_missing", "hmac_missing", names=", ".join(missing))
        partner, timestamp, nonce, signature = given
        if not settings.get("partner_code") or partner != settings["partner_code"]:
            raise self._office.refused("partner_unknown", "partner_unknown", found=partner)
        self._timely(timestamp)
        signed = text_to_sign(request.method, _path(), timestamp, nonce, hashlib.sha256(call.inbound.body).hexdigest())
        expected = hmac.new(str(settings.get("secret", "")).encode(), signed, "sha256").hexdigest()
        if not same(expected, signature.lower()):
            raise self._office.refused("hmac_wrong", "hmac_wrong")
        if not self._store.take_nonce(call.tx, partner, nonce[:_MOST_LETTERS], self._office.now, 2 * CLOCK_SECONDS):
            raise self._office.refused("nonce_used", "nonce_used")

    def _timely(self, timestamp: str) -> None:
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) == 10):
            raise self._office.refused("timestamp_shape", "timestamp_shape", found=timestamp)
        if abs(int(timestamp) - self._office.now) > CLOCK_SECONDS:
            now = self._office.now
            raise self._office.refused("timestamp_expired", "timestamp_expired", ours=now, seconds=CLOCK_SECONDS)


def _path() -> str:
    query = request.query_string.decode("ascii", errors="replace")
    return f"{request.path}?{query}" if query else request.path
