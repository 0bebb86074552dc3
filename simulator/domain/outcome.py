"""Verdicts, findings and outcomes, and how they roll up. The verdict is the product: no cleverness here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from simulator.core.exit_status import ExitStatus
from simulator.core.text import Text


class Verdict(Enum):
    """What a check, a cell or a run gets. The order of definition is the order of roll-up: the first one wins."""

    ERROR = "ERROR"
    FAIL = "FAIL"
    INCONCLUSIVE = "INCONCLUSIVE"
    NOT_RUN = "NOT_RUN"
    WARN = "WARN"
    ATTESTED = "ATTESTED"
    PASS = "PASS"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class Owner(Enum):
    """Who has to act on a finding."""

    PROVINCE = "province"
    NETWORK = "network"
    NATIONAL_SIDE = "national side"
    TESTER = "tester"
    SUITE = "suite"
    NOBODY = "nobody"


_ORDER = tuple(Verdict)


def worst(verdicts: Iterable[Verdict], empty: Verdict = Verdict.NOT_RUN) -> Verdict:
    """Return the verdict that wins among `verdicts`; `empty` when there is none, never a PASS by default."""
    seen = set(verdicts)
    return next((verdict for verdict in _ORDER if verdict in seen), empty)


@dataclass(frozen=True)
class Finding:
    """One thing a check saw that is not as it should be, before the requirement's weight is applied."""

    code: str
    """Key into the checks' texts; the sentence is filled from `values`."""
    values: Mapping[str, Any] = field(default_factory=dict)
    where: str = ""
    expected: str = ""
    found: str = ""
    exchanges: tuple[int, ...] = ()
    owner: Owner = Owner.PROVINCE
    settles: bool = True
    """False when the check cannot tell: the outcome is INCONCLUSIVE and the text says what would settle it."""
    assumed: bool = False
    """True when the finding rests on a fact that is assumed, RECALLED or UNSURE: capped at WARN."""


@dataclass(frozen=True)
class Judgement:
    """What a check returns: its witness (the exchanges that prove there was something to judge) and findings.

    Neither witness nor finding means that nothing was judged: INCONCLUSIVE, never PASS.
    """

    witness: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    confirms: str = ""
    """Code of the sentence that a PASS says, where the check's own title would not tell how it came about."""
    values: Mapping[str, Any] = field(default_factory=dict)
    left_out: str = ""
    """Code of the sentence that says why there was nothing to judge: NOT_APPLICABLE."""
    parts: tuple["Part", ...] = ()
    """What was judged case by case; then nothing else of the judgement counts."""


@dataclass(frozen=True)
class Part:
    """One case of a check that judges several: it gets an outcome of its own."""

    case: str
    judgement: Judgement
    remedy: Text
    """What to do about this very case."""


@dataclass(frozen=True)
class Attestation:
    """Who vouches for what nothing else saw."""

    by: str
    file: str
    """Name of the screenshot or document."""
    item: str
    """The work item that holds it."""


@dataclass(frozen=True)
class CheckOutcome:
    """The verdict of one check in one cell, ready for `results.json`."""

    id: str
    requirement: str
    level: str
    verdict: Verdict
    owner: Owner
    message: Text
    remedy: Text
    where: str = ""
    expected: str = ""
    found: str = ""
    exchanges: tuple[int, ...] = ()
    blocked_by: str = ""
    """The check of the same cell that names the cause, when this one only falls with it."""
    case: str = ""
    """The case that was judged, of a check that judges several."""
    attested: Attestation | None = None

    @property
    def name(self) -> str:
        """Return the id; of a check that judges case by case, check/case."""
        return f"{self.id}/{self.case}" if self.case else self.id

    def to_json(self) -> dict[str, Any]:
        """Return the `checks[]` entry of DESIGN 10."""
        return {
            "id": self.id,
            "requirement": self.requirement,
            "level": self.level,
            "verdict": self.verdict.value,
            "owner": self.owner.value,
            "where": self.where,
            "expected": self.expected,
            "found": self.found,
            "message": self.message.to_json(),
            "remedy": self.remedy.to_json(),
            "exchanges": list(self.exchanges),
            "blocked_by": self.blocked_by,
            "case": self.case,
            **({"attested": dict(vars(self.attested))} if self.attested else {}),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "CheckOutcome":
        """Read what `to_json` wrote."""
        return cls(
            id=value["id"],
            requirement=value["requirement"],
            level=value["level"],
            verdict=Verdict(value["verdict"]),
            owner=Owner(value["owner"]),
            message=Text.of(value["message"]),
            remedy=Text.of(value["remedy"]),
            where=value["where"],
            expected=value["expected"],
            found=value["found"],
            exchanges=tuple(value["exchanges"]),
            blocked_by=value.get("blocked_by", ""),
            case=value.get("case", ""),
            attested=Attestation(**value["attested"]) if value.get("attested") else None,
        )


@dataclass(frozen=True)
class CellOutcome:
    """The verdict of one cell: scenario x service x weather for one system under test."""

    service: str
    scenario: str
    weather: str
    verdict: Verdict
    reason: Text
    role: str
    intake: str
    driven_by: str
    seconds: float = 0.0
    session: str = ""
    checks: tuple[CheckOutcome, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Return (scenario, service, weather): what identifies the cell within a run."""
        return (self.scenario, self.service, self.weather)

    def to_json(self) -> dict[str, Any]:
        """Return the `cells[]` entry of DESIGN 10."""
        return {
            "service": self.service,
            "scenario": self.scenario,
            "weather": self.weather,
            "verdict": self.verdict.value,
            "reason": self.reason.to_json(),
            "role": self.role,
            "intake": self.intake,
            "driven_by": self.driven_by,
            "seconds": round(self.seconds, 3),
            "session": self.session,
            "checks": [check.to_json() for check in self.checks],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "CellOutcome":
        """Read what `to_json` wrote."""
        plain = {name: value[name] for name in ("service", "scenario", "weather", "role", "intake", "driven_by")}
        return cls(
            **plain,
            verdict=Verdict(value["verdict"]),
            reason=Text.of(value["reason"]),
            seconds=float(value["seconds"]),
            session=value["session"],
            checks=tuple(CheckOutcome.from_json(check) for check in value["checks"]),
        )

    def not_run(self, reason: Text) -> "CellOutcome":
        """Return the same cell as NOT_RUN."""
        return replace(self, verdict=Verdict.NOT_RUN, reason=reason, checks=())


def run_verdict(cells: Iterable[CellOutcome]) -> Verdict:
    """Return the verdict of a run. A run of which nothing applied has judged nothing: NOT_RUN."""
    verdict = worst(cell.verdict for cell in cells)
    return Verdict.NOT_RUN if verdict is Verdict.NOT_APPLICABLE else verdict


def exit_status_of(verdict: Verdict, fail_on_warn: bool = False) -> ExitStatus:
    """Return the exit code that a run with this verdict ends with."""
    if verdict is Verdict.ERROR:
        return ExitStatus.ERROR
    if verdict is Verdict.FAIL or (verdict is Verdict.WARN and fail_on_warn):
        return ExitStatus.FAIL
    if verdict in (Verdict.INCONCLUSIVE, Verdict.NOT_RUN):
        return ExitStatus.INCONCLUSIVE
    return ExitStatus.OK
