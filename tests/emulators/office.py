"""The one-stop office: it takes dossiers, numbers them, and lets officers work on them."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from .config import Config
from .store import Dossier, Step, Store

VIETNAM = timezone(timedelta(hours=7))
ACTIONS = {
    "accept": ("2", "Tiếp nhận hồ sơ", {"1", "5"}),
    "refuse": ("3", "Từ chối tiếp nhận", {"1", "5"}),
    "process": ("4", "Chuyển xử lý", {"2", "5", "6"}),
    "request_supplement": ("5", "Yêu cầu bổ sung", {"1", "2", "4"}),
    "request_payment": ("6", "Yêu cầu nghĩa vụ tài chính", {"4"}),
    "stop": ("8", "Dừng xử lý", {"2", "4", "5"}),
    "finish": ("9", "Kết thúc xử lý", {"2", "4"}),
    "return_result": ("10", "Trả kết quả", {"9"}),
}
"""Action -> (code of the new status, what the log says, statuses in which it can be done)."""
WITHDRAWN = "7"
RESULT = {"id": "ket-qua", "name": "ket-qua.pdf"}


class NotNow(Exception):
    """The dossier is not in a state for this."""


def now() -> str:
    """Return the time as these systems write it."""
    return datetime.now(VIETNAM).strftime("%Y%m%d%H%M%S")


@dataclass
class Office:
    """The office of one installation."""

    config: Config
    store: Store

    def take(
        self, procedure: str, agency: str, owner: dict[str, str], content: str, files: list[dict[str, str]]
    ) -> Dossier:
        """Number and keep a new dossier."""
        at = now()
        papers = [{"id": str(uuid.uuid4()), **one} for one in files]
        dossier = Dossier(self._number(at[2:8]), procedure, agency, "1", owner, content, papers, filed_at=at)
        dossier.received_at, dossier.due_at = at, self._due(procedure)
        dossier.steps.append(Step("1", at, owner["name"], "Nộp hồ sơ trực tuyến"))
        self.store.save(dossier)
        return dossier

    def _due(self, procedure: str) -> str:
        """Add the working days that the catalogue of the portal names; Saturday and Sunday are none."""
        day, left = datetime.now(VIETNAM), int(self.store.kept(f"days:{procedure}") or 1)
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < 5
        return day.strftime("%Y%m%d170000")

    def _number(self, day: str) -> str:
        """[numbering] Agency code, day of reception, number of the day with at least four digits."""
        unit = self.config.unit if self.config.traits.unit_first else self.config.agency
        return f"{unit}-{day}-{self.store.next_number(unit, day):04}"

    def act(self, code: str, action: str, officer: str, reason: str) -> Dossier:
        """Let an officer work on a dossier. Raises `NotNow`."""
        dossier = self._of(code)
        status, said, allowed = ACTIONS[action]
        if dossier.status not in allowed:
            raise NotNow(f"Hồ sơ đang ở trạng thái {dossier.status}, không thể: {said}")
        dossier.status, dossier.reason, at = status, reason, now()
        for name, statuses in (("received_at", "2"), ("finished_at", "9"), ("returned_at", "10"), ("refused_at", "3")):
            if status == statuses:
                setattr(dossier, name, at)
        dossier.steps.append(Step(status, at, officer, reason or said))
        self.store.save(dossier)
        return dossier

    def withdraw(self, code: str, reason: str) -> Dossier:
        """Let the citizen take a dossier back. Raises `NotNow`."""
        dossier = self._of(code)
        if dossier.status in ("3", "7", "8", "9", "10"):
            raise NotNow(f"Hồ sơ đang ở trạng thái {dossier.status}, không thể rút")
        dossier.status, dossier.reason = WITHDRAWN, reason
        dossier.steps.append(Step(WITHDRAWN, now(), dossier.owner["name"], reason or "Rút hồ sơ"))
        self.store.save(dossier)
        return dossier

    def supplement(self, code: str, content: str, files: list[dict[str, str]]) -> Dossier:
        """Let the citizen answer a request for a supplement, under the same number. Raises `NotNow`."""
        dossier = self._of(code)
        if dossier.status != "5":
            raise NotNow("Hồ sơ không ở trạng thái yêu cầu bổ sung")
        dossier.content = f"{dossier.content}\n{content}".strip()
        dossier.papers += [{"id": str(uuid.uuid4()), **one} for one in files]
        self.store.save(dossier)
        return dossier

    def _of(self, code: str) -> Dossier:
        dossier = self.store.find(code)
        if dossier is None:
            raise NotNow(f"Không có hồ sơ {code}")
        return dossier
