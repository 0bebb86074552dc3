"""What the signing gateway tells a system by itself: written with the change it tells of, sent in a step of its own.

Nothing is sent while a transaction is held, and nothing sleeps: `deliver_due` sends what is due by the clock. A
message that was not taken (2xx) is due again later; each sending is an exchange of its own.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from simulator.core.ids import random_id
from simulator.domain.claim_sheet import ClaimSheet
from simulator.journal.database import Transaction
from simulator.web.national import National
from simulator.web.outbound import Outbound
from simulator.web.phone_requests import PhoneRequest
from simulator.wire.signing import SIGNATURE_HEADER, strange_type, webhook_to_wire

SCHEMA = """
CREATE TABLE IF NOT EXISTS vneid_webhook (
  id TEXT PRIMARY KEY, request_id TEXT NOT NULL, province TEXT NOT NULL, personal_id TEXT NOT NULL, type TEXT NOT NULL,
  data TEXT NOT NULL, due_at INTEGER NOT NULL, attempt INTEGER NOT NULL, state TEXT NOT NULL, faults TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS vneid_webhook_due ON vneid_webhook (state, due_at);
"""
WAITS = (10, 60, 300, 1800)
"""Seconds before the second and each further attempt (assumed); then it is given up."""
OPERATION = "vneid/signing-webhook"
_STALE_SECONDS = 3600


@dataclass(frozen=True)
class Webhook:
    """One message to a system, as it is tried now."""

    id: str
    request_id: str
    province: str
    personal_id: str
    type: str
    data: Mapping[str, Any]
    attempt: int
    faults: tuple[str, ...]


class Webhooks:
    """The outgoing messages of one national side."""

    def __init__(self, national: National) -> None:
        self._national = national
        self._outbound = Outbound(national)
        national.db.add_schema(SCHEMA)

    @property
    def _now(self) -> int:
        return int(self._national.clock.now().timestamp())

    def write(self, tx: Transaction, request: PhoneRequest, message_type: str, data: Mapping[str, Any]) -> None:
        """Keep a message for the system that asked, if it names an address; an unknown type may go before it."""
        sheet = self._national.provinces.get(request.province)
        if sheet is None or not _settings(sheet).get("webhook_url"):
            return
        if "unknown_type" in request.faults:
            self._insert(tx, request, strange_type(message_type), data)
        self._insert(tx, request, message_type, data)

    def _insert(self, tx: Transaction, request: PhoneRequest, message_type: str, data: Mapping[str, Any]) -> None:
        tx.execute(
            "INSERT INTO vneid_webhook VALUES (:id, :request_id, :province, :personal_id, :type, :data, :due_at, 0,"
            " 'waiting', :faults)",
            id=random_id("wh"),
            request_id=request.id,
            province=request.province,
            personal_id=request.personal_id,
            type=message_type,
            data=orjson.dumps(dict(data)).decode(),
            due_at=self._now,
            faults=" ".join(request.faults),
        )

    def deliver_due(self) -> int:
        """Send what is due now, in the order of writing, and return how many messages were sent."""
        return self._deliver("")

    def deliver_early(self) -> int:
        """Send only what a fault wants to arrive before the answer that tells its code."""
        return self._deliver("before_answer")

    def _deliver(self, fault: str) -> int:
        sent = 0
        for message_id in self._due(fault):
            with self._national.db.write() as tx:
                webhook = self._claim(tx, message_id)
            if webhook is not None:
                self._send(webhook)
                sent += 1
        return sent

    def states(self, limit: int = 100) -> list[dict[str, Any]]:
        """Return the newest messages with how far each got."""
        sql = "SELECT id, request_id, type, attempt, state, due_at FROM vneid_webhook ORDER BY rowid DESC LIMIT :limit"
        return [dict(row) for row in self._national.db.read(sql, limit=limit)]

    def _due(self, fault: str) -> list[str]:
        sql = "SELECT id, faults FROM vneid_webhook WHERE state = 'waiting' AND due_at <= :now ORDER BY rowid LIMIT 100"
        rows = self._national.db.read(sql, now=self._now)
        return [row["id"] for row in rows if not fault or fault in row["faults"].split()]

    def _claim(self, tx: Transaction, message_id: str) -> Webhook | None:
        """Take a message for one attempt, so that nobody else sends it; when we die, it is due again later."""
        rows = tx.execute(
            "UPDATE vneid_webhook SET attempt = attempt + 1, due_at = :again, state = CASE WHEN attempt >= :last"
            " THEN 'given_up' ELSE state END WHERE id = :id AND state = 'waiting' AND due_at <= :now RETURNING *",
            id=message_id,
            now=self._now,
            last=len(WAITS),
            again=self._now + WAITS[min(self._attempts(tx, message_id), len(WAITS) - 1)],
        )
        if not rows:
            return None
        row = dict(rows[0])
        names = ("id", "request_id", "province", "personal_id", "type", "attempt")
        faults = tuple(row["faults"].split())
        return Webhook(**{name: row[name] for name in names}, data=orjson.loads(row["data"]), faults=faults)

    def _attempts(self, tx: Transaction, message_id: str) -> int:
        rows = tx.execute("SELECT attempt FROM vneid_webhook WHERE id = :id", id=message_id)
        return int(rows[0]["attempt"]) if rows else 0

    def _send(self, webhook: Webhook) -> None:
        sheet = self._national.provinces.get(webhook.province)
        if sheet is None or not _settings(sheet).get("webhook_url"):
            return
        taken = self._try(sheet, webhook, webhook.attempt)
        if taken and "duplicate" in webhook.faults and webhook.attempt == 1:
            self._try(sheet, webhook, 2)

    def _try(self, sheet: ClaimSheet, webhook: Webhook, attempt: int) -> bool:
        settings = _settings(sheet)
        sessions = self._national.sessions.match(
            self._national.db.read, sheet.id, [("personal_id", webhook.personal_id)]
        )
        body, signature = self._body(webhook, attempt, str(settings.get("secret", "")))
        reply = self._outbound.send(
            "POST",
            str(settings["webhook_url"]),
            party="vneid",
            operation=OPERATION,
            province=sheet,
            sessions=sessions,
            headers={"Content-Type": "application/json", SIGNATURE_HEADER: signature},
            body=body,
        )
        taken = reply.status is not None and 200 <= reply.status < 300

        def finish(tx: Transaction) -> None:
            if taken:
                tx.execute("UPDATE vneid_webhook SET state = 'done' WHERE id = :id", id=webhook.id)

        told = {
            "type": webhook.type,
            "id": webhook.id,
            "transaction": webhook.request_id,
            "personal_id": webhook.personal_id,
            "attempt": attempt,
            "faults": list(self._disturbing(webhook, attempt)),
            "ok": taken,
            "status": reply.status,
        }
        self._outbound.record(reply, [("signing_webhook", sessions, told)], then=finish)
        return taken

    def _disturbing(self, webhook: Webhook, attempt: int) -> tuple[str, ...]:
        """Return the faults that show in this sending: a second attempt is signed and dated as it should be."""
        first = ("bad_hmac", "stale") if attempt > 1 else ()
        return tuple(one for one in webhook.faults if one not in first)

    def _body(self, webhook: Webhook, attempt: int, secret: str) -> tuple[bytes, str]:
        faults = self._disturbing(webhook, attempt)
        at = self._now - (_STALE_SECONDS if "stale" in faults else 0)
        unknown = "unknown_field" in faults
        body = orjson.dumps(webhook_to_wire(webhook.id, webhook.type, attempt, at, webhook.data, unknown))
        key = f"not-{secret}" if "bad_hmac" in faults else secret
        return body, f"sha256={hmac.new(key.encode(), body, 'sha256').hexdigest()}"


def _settings(sheet: ClaimSheet) -> Mapping[str, Any]:
    """Return what a claim sheet says of the signing gateway."""
    found: Mapping[str, Any] = sheet.raw.get("vneid_services", {}).get("signing", {})
    return found
