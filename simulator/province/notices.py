"""Tells the citizen of each status of a dossier by a notice in their VNeID inbox, until VNeID has taken it.

What is to be told follows from the outbox; only what has been told is kept here. The id of a notice is the dossier's
code and the number of the event, so that the same one sent again is no second notice.
"""

import json
import logging
import re
from typing import Any

from simulator.province import workflow
from simulator.province.backoff import Backoff
from simulator.province.config import SUBMIT, ProvinceConfig
from simulator.province.dossier import Dossier
from simulator.province.national_side import NationalSide, NationalSideDown
from simulator.province.seams import Seams
from simulator.province.store import Store

_LOG = logging.getLogger(__name__)
PATH = "/vneid/api/v1/notifications"
VNEID = "vneid"
_PERSON = re.compile(r"[0-9]{12}")
_OPEN = "FROM outbox WHERE id NOT IN (SELECT event FROM told_events)"
_AT_ONCE = 20
_TAKEN, _BROKEN = 200, 500
_BUSY = 429


class Notices:
    """The notices that are still to be sent."""

    def __init__(
        self, store: Store, national_side: NationalSide, config: ProvinceConfig, seams: Seams, backoff: Backoff
    ) -> None:
        self._store = store
        self._national_side = national_side
        self._config = config
        self._seams = seams
        self._backoff = backoff

    def pending(self) -> int:
        """Return how many events nobody has been told of."""
        return int(self._store.read(f"SELECT count(*) AS open {_OPEN}")[0]["open"]) if self._config.notices else 0

    def send_due(self) -> float:
        """Send what is due; return the seconds until the next try, 0 when there is none to wait for."""
        if not self._config.notices:
            return 0.0
        for row in self._store.read(f"SELECT id, document {_OPEN} ORDER BY id LIMIT {_AT_ONCE}"):
            if self._backoff.seconds_left(VNEID) or not self._tell(row["id"], row["document"]):
                break
        return self._backoff.seconds_left(VNEID)

    def _tell(self, event: int, document: str) -> bool:
        dossier = Dossier.from_json(json.loads(document))
        if _PERSON.fullmatch(dossier.owner.personal_id) and self._seams.is_citizen_told(dossier):
            try:
                self._send(dossier)
            except NationalSideDown as error:
                _LOG.warning("dossier %s: VNeID does not take notices (%s)", dossier.code, error)
                self._backoff.failed(VNEID)
                return False
            self._backoff.succeeded(VNEID)
        with self._store.transaction() as tx:
            tx.execute("INSERT OR IGNORE INTO told_events VALUES (:event)", event=event)
        return True

    def _send(self, dossier: Dossier) -> None:
        """Send one notice; what VNeID refuses for good is not sent again, what it cannot take now is."""
        headers = {"client-id": self._config.client_id, "client-secret": self._config.client_secret}
        answer = self._national_side.send("POST", PATH, json=_notice(dossier, self._config), headers=headers)
        if answer.status_code >= _BROKEN or answer.status_code == _BUSY:
            raise NationalSideDown(f"HTTP {answer.status_code}")
        if answer.status_code != _TAKEN:
            _LOG.warning("dossier %s: VNeID refused a notice (HTTP %s)", dossier.code, answer.status_code)


def _notice(dossier: Dossier, config: ProvinceConfig) -> dict[str, Any]:
    name = workflow.NAMES[dossier.status]
    return {
        "id": f"{dossier.code}/{dossier.step.number}",
        "citizenPid": dossier.owner.personal_id,
        "dossierCode": dossier.code,
        "status": str(dossier.status),
        "title": f"Hồ sơ {dossier.code}: {name}",
        "content": f"{dossier.procedure_name}. {dossier.step.content}"[:2000],
        "link": f"{config.base_url}{SUBMIT}/{dossier.code}",
    }
