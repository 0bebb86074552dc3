"""A client of the service of linked births and deaths: a token, then plain JSON."""

import threading
from typing import Any

from simulator.core.clock import Clock
from simulator.province import workflow
from simulator.province.config import ProvinceConfig
from simulator.province.dossier import Dossier
from simulator.province.messages import OFFICER, linked_time
from simulator.province.national_side import NationalSide, NationalSideDown, document_of

PATH = "/lienthong/api"
DOSSIERS = f"{PATH}/lienthongdvclt/hosolienthong"
STATUS = f"{PATH}/lienthongdvclt/trangthaihoso"
TOKEN_SECONDS = 600.0
DONE = "cập nhật thành công"
STATUSES = {
    workflow.REGISTERED: "1",
    workflow.SUPPLEMENT: "2",
    workflow.ACCEPTED: "3",
    workflow.NOT_ACCEPTED: "6",
    workflow.PROCESSING: "7",
    workflow.WITHDRAWN: "6",
    workflow.STOPPED: "6",
    workflow.FINISHED: "4",
    workflow.RETURNED: "5",
}
"""Status here -> what the service calls it."""


class LinkedService:
    """Calls the service with one account; a token is kept for ten minutes, and dropped after any failure."""

    def __init__(self, national_side: NationalSide, config: ProvinceConfig, clock: Clock) -> None:
        self._national_side = national_side
        self._config = config
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._expires = 0.0

    def listed(self) -> Any:
        """Return the answer with the dossiers that wait."""
        return self._ask("GET", DOSSIERS)

    def read(self, number: int) -> Any:
        """Return one dossier in full."""
        return self._ask("GET", f"{DOSSIERS}/{number}")

    def acknowledge(self, code: str) -> None:
        """Say that a dossier is here."""
        self._done(self._ask("PUT", DOSSIERS, {"maHoSo": code, "daNhan": True}))

    def tell(self, dossier: Dossier) -> None:
        """Tell the latest event of a dossier."""
        status = {
            "maTTHC": dossier.procedure,
            "soHoSoLT": dossier.code,
            "coQuanXuLy": dossier.unit_code,
            "maHoSo": dossier.code,
            "trangThai": STATUSES[dossier.status],
            "thoiGianThucHien": linked_time(dossier.step.at),
            "nguoiXuLy": OFFICER,
            "noiDungXuLy": dossier.step.content,
        }
        self._done(self._ask("POST", STATUS, status))

    def _done(self, answer: Any) -> None:
        if not isinstance(answer, dict) or DONE not in str(answer.get("message")).lower():
            raise NationalSideDown(f"the linked service did not confirm: {answer!r}")

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self._bearer()}"}
        answer = self._national_side.send(method, path, json=body, headers=headers)
        if answer.status_code != 200:
            with self._lock:
                self._token = ""
            raise NationalSideDown(f"{method} {path}: HTTP {answer.status_code}")
        return document_of(answer)

    def _bearer(self) -> str:
        with self._lock:
            if not self._token or self._clock.monotonic() >= self._expires:
                account = {"userName": self._config.account, "password": self._config.password}
                answer = self._national_side.ask_object("POST", f"{PATH}/token", json=account)
                self._token = str(answer.get("token") or "")
                self._expires = self._clock.monotonic() + TOKEN_SECONDS
            return self._token
