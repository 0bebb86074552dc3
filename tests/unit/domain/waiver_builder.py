"""Cells and waivers for the tests of what is accepted for a time."""

from datetime import date
from typing import Any

from simulator.core.text import Text
from simulator.domain.outcome import CellOutcome, CheckOutcome, Owner, Verdict
from simulator.domain.waiver import Waiver

LAST = date(2026, 12, 31)


def check(name: str, verdict: str, said: str = "the finding", **more: Any) -> CheckOutcome:
    known: dict[str, Any] = {"requirement": f"RULE-{name.upper()}", "level": "MUST", "owner": Owner.PROVINCE}
    known |= {"message": Text(f"vi {said}", said), "remedy": Text("", "")}
    return CheckOutcome(id=name, verdict=Verdict(verdict), **{**known, **more})


def cell(verdict: str, *checks: CheckOutcome, service: str = "khai-sinh", scenario: str = "once/x") -> CellOutcome:
    reason = Text("chưa chạy", "not tried")
    return CellOutcome(
        service, scenario, "calm", Verdict(verdict), reason, "handler", "redirect", "api", session="s", checks=checks
    )


def waiver(**changes: Any) -> Waiver:
    known: dict[str, Any] = {
        "id": "known",
        "requirement": "",
        "check": "",
        "verdict": Verdict.FAIL,
        "services": ("*",),
        "scenarios": ("*",),
        "weathers": ("*",),
        "finding": "",
        "owner": "Sở Tư pháp",
        "reason": Text("Đã biết", "Known"),
        "legal_basis": "Công văn 12/STP",
        "expires": LAST,
        "label": "waivers.yaml:4",
    }
    return Waiver(**{**known, **changes})
