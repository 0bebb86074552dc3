"""Builds evidence by hand: a small service, and a story told fact by fact."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from simulator.checks import CHECKS, outcomes
from simulator.core.clock import VIETNAM
from simulator.core.text import Text
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.dialect import Dialect
from simulator.domain.dossier import OFFICER_STATUS
from simulator.domain.evidence import Evidence, StepRecord
from simulator.domain.fact import Fact
from simulator.domain.mark import Mark
from simulator.domain.outcome import CheckOutcome, Judgement, Verdict
from simulator.domain.person import Person
from simulator.domain.requirement import Requirement
from simulator.domain.service import (
    Component,
    Deadline,
    Fee,
    FormField,
    ProcedureCode,
    Service,
    ServiceResult,
)
from simulator.domain.source import Source


def _source(name: str, answers: str, *holds: str, replaces: Mark = Mark.SEEN) -> Source:
    return Source(name, Text(f"Nguồn {name}", f"Source {name}"), answers, holds, Mark.SEEN, replaces)


SOURCES = {
    "VNEID": _source("VNEID", "login", "full_name", "phone"),
    "CSDLQG_DAN_CU": _source("CSDLQG_DAN_CU", "own", "full_name", "residence"),
    "CSDLQG_BAO_HIEM": _source("CSDLQG_BAO_HIEM", "look_up", "insurance_no", replaces=Mark.RECALLED),
}
AS_OF = date(2025, 7, 1)
OPENED = datetime(2025, 7, 1, 8, 0, tzinfo=VIETNAM)
DOSSIER = "000.00.12.H99-250701-0001"
PROCEDURE = "1.001193"
TRUTH = {
    "personal_id": "099190000101",
    "full_name": "Nguyễn Thị Hoà",
    "birth_date": "1990-05-02",
    "gender": "2",
    "residence": "Số 5 đường Lê Lợi, Phường Hạc Thành, tỉnh Thanh Hóa",
    "phone": "0507654321",
}
KNOWN_TO = {
    "VNEID": ("personal_id", "full_name", "birth_date", "gender", "phone"),
    "CSDLQG_DAN_CU": ("personal_id", "full_name", "birth_date", "gender", "residence"),
}


def text(words: str) -> Text:
    return Text(words, words)


def form_field(key: str, datum: str, known_once: str = "login", kind: str = "string") -> FormField:
    return FormField(
        key=key,
        label=text(f"Nhãn {key}"),
        type=kind,
        required=True,
        datum=datum,
        known_to=("VNEID",) if known_once else (),
        known_once=known_once,
        mark=Mark.SEEN,
        source="test",
    )


SERVICE = Service(
    id="thu-nghiem",
    number=1,
    name=text("Dịch vụ thử nghiệm"),
    field_code="G99",
    field_name="Thử",
    ministry="Bộ Thử",
    level="commune",
    roles={"province": "handler"},
    codes=(ProcedureCode(PROCEDURE, "Thử", None, None, Mark.SEEN),),
    subjects={"applicant": "applicant", "child": "child"},
    cast={"applicant": {"kind": "adult"}, "child": {"kind": "newborn"}},
    fields=(
        form_field("name", "applicant.full_name", kind="person_name"),
        form_field("born", "applicant.birth_date", kind="date"),
        form_field("number", "applicant.personal_id", kind="personal_id"),
        form_field("home", "applicant.residence", kind="address2"),
        form_field("phone", "applicant.phone", kind="phone"),
        form_field("sex", "applicant.gender", kind="enum"),
        form_field("child", "child.full_name", known_once="", kind="person_name"),
    ),
    components=(
        Component("TP.TO_KHAI", text("Tờ khai"), "always", "eform", (), "", Mark.SEEN),
        Component("TP.CAN_CUOC", text("Bản sao căn cước"), "always", "paper", ("CSDLQG_DAN_CU",), "", Mark.SEEN),
    ),
    deadline=Deadline(1, "working_day", Mark.SEEN),
    fee=Fee(0, 0, Mark.SEEN),
    results=(ServiceResult("KQ.1", text("Giấy"), Mark.SEEN, ("applicant.full_name", "applicant.residence")),),
    flow=((1, 2), (2, 4), (4, 9), (9, 10)),
    flow_mark=Mark.RECALLED,
    label="test",
)


def requirement(level: str = "MUST", mark: Mark = Mark.SEEN, valid_from: date = date(2020, 1, 1)) -> Requirement:
    return Requirement(
        id="RULE",
        title=text("Quy định"),
        text=text("Nội dung"),
        document="31/2021/QĐ-TTg",
        article="Điều 30",
        level=level,
        binds="province",
        mark=mark,
        valid_from=valid_from,
        valid_until=None,
        remedy=text("Cách khắc phục"),
        family="tracking",
    )


@dataclass
class Story:
    """Evidence in the making. Each line of the story is one exchange, a tenth of a second after the one before."""

    service: Service = SERVICE
    sync_max_seconds: float | None = 5.0
    settled: bool = True
    claims: tuple[str, ...] = ()
    applicant: Mapping[str, str] = field(default_factory=lambda: dict(TRUTH))
    known_to: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(KNOWN_TO))
    data_route: str = "lookup"
    dialect: Dialect | None = None
    facts: list[Fact] = field(default_factory=list)
    findings: list[tuple[int, str, ContractFinding]] = field(default_factory=list)
    steps: list[StepRecord] = field(default_factory=list)
    _later: timedelta = timedelta()

    def fact(self, kind: str, **data: Any) -> "Story":
        number = len(self.facts) + 1
        at = OPENED + self._later + timedelta(milliseconds=100 * number)
        self.facts.append(Fact(kind, number, at, data))
        return self

    def wait(self, seconds: float) -> "Story":
        self._later += timedelta(seconds=seconds)
        return self

    def submitted(self, code: str = DOSSIER, typed: Mapping[str, str] | None = None, **data: Any) -> "Story":
        known = {"dossier_code": code, "accepted": True, "typed": dict(typed or {}), "components": ["TP.TO_KHAI"]}
        return self.fact("submission", **{**known, "reason": "", **data})

    def officer(self, action: str, **data: Any) -> "Story":
        known = {"dossier_code": DOSSIER, "action": action, "status": int(OFFICER_STATUS[action]), "done": True}
        return self.fact("officer_action", **{**known, "reason": "", **data})

    def report(self, status: int, **data: Any) -> "Story":
        known = {"dossier_code": DOSSIER, "status": status, "procedure_code": PROCEDURE, "accepted": True, "row": 0}
        return self.fact("dossier_report", **{**known, **data})

    def step(self, status: int, occurred_at: str = "", **data: Any) -> "Story":
        at = occurred_at or f"2025-07-01T08:0{status % 10}:00+07:00"
        known = {"dossier_code": DOSSIER, "status": status, "occurred_at": at, "officer": "Cán bộ", "content": "Bước"}
        return self.fact("progress_report", **{**known, "accepted": True, "row": 0, **data})

    def form(self, fields: list[dict[str, Any]], components: list[dict[str, Any]] | None = None) -> "Story":
        shown = components if components is not None else [paper("TP.TO_KHAI"), paper("TP.CAN_CUOC", False)]
        return self.fact("form_read", procedure_code=PROCEDURE, fields=fields, components=shown)

    def idle(self) -> "Story":
        return self.fact("idle", idle=True, pending=0)

    def broken(self, contract: str = "portal/DongBoHoSoMC", **data: Any) -> "Story":
        known = {"pointer": "/data/0/NgayTiepNhan", "expected": "yyyyMMddHHmmss", "found": "2025", "keyword": "pattern"}
        finding = ContractFinding(contract, **{**known, **data})
        self.findings.append((len(self.facts), contract, finding))
        return self

    def evidence(self) -> Evidence:
        return Evidence(
            session="s-1",
            service=self.service,
            people={"applicant": Person(101, self.applicant, self.known_to), "child": Person(102, {"gender": "1"}, {})},
            weather="calm",
            opened_at=OPENED,
            session_opened_at=OPENED,
            facts=tuple(self.facts),
            steps=tuple(self.steps),
            findings=tuple(self.findings),
            dossiers=(),
            sync_max_seconds=self.sync_max_seconds,
            settled=self.settled,
            claims=self.claims,
            sources=SOURCES,
            data_route=self.data_route,
            dialect=self.dialect,
        )

    def judged(self, check: str) -> Judgement:
        return CHECKS[check].judge(self.evidence())

    def codes(self, check: str) -> list[str]:
        return [finding.code for finding in self.judged(check).findings]

    def outcomes(self, check: str, rule: Requirement | None = None) -> list[CheckOutcome]:
        return outcomes(CHECKS[check], self.evidence(), rule or requirement(), AS_OF)

    def verdict(self, check: str, rule: Requirement | None = None) -> Verdict:
        """Return the one verdict; a check that says several things at once is a mistake of the test."""
        verdicts = {outcome.verdict for outcome in self.outcomes(check, rule)}
        assert len(verdicts) == 1, verdicts
        return verdicts.pop()


def paper(code: str, required: bool = True, **data: Any) -> dict[str, Any]:
    return {"code": code, "name": "", "required": required, "replaced_by": [], **data}


def line(datum: str, value: str = "", state: str = "input", **data: Any) -> dict[str, Any]:
    known = {"id": datum.replace(".", "_"), "label": "", "datum": datum, "required": True, "source": ""}
    return {**known, "state": state, "value": value, **data}


def filled_form() -> list[dict[str, Any]]:
    """Return the form of a system that does everything right."""
    known = [line(f"applicant.{name}", value, "locked") for name, value in TRUTH.items()]
    return [*known, line("child.full_name")]


def tracked(last: str = "return_result") -> Story:
    """Return a story in which every status arrives as it should."""
    story = Story().submitted().report(1)
    for action in ("accept", "process", "finish", "return_result"):
        status = int(OFFICER_STATUS[action])
        times = {"finished_at": "2025-07-01T10:00:00+07:00"} if status >= 9 else {}
        times |= {"returned_at": "2025-07-01T11:00:00+07:00", "result_codes": ["KQ.1"]} if status == 10 else {}
        story.officer(action).report(status, **times).step(status)
        if action == last:
            break
    return story.idle()


def service_without(**changes: Any) -> Service:
    return replace(SERVICE, **changes)
