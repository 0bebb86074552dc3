"""A dossier as the province keeps it: one value, replaced as a whole at every change."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from simulator.province import workflow

HANDED_OVER = "handed-over"
"""Where a dossier was filed that the portal brought by itself; its status alone goes back."""


@dataclass(frozen=True)
class Owner:
    """The citizen or organisation that filed, as logged in; phone and e-mail as the form holds them."""

    personal_id: str
    tech_id: str
    name: str
    birth_date: str
    phone: str
    email: str
    is_organisation: bool = False


@dataclass(frozen=True)
class FieldValue:
    """One line of the form as it was filed."""

    id: str
    label: str
    datum: str
    value: str
    own: bool = False
    """Whether the citizen wrote it, or could have; else a source did."""


@dataclass(frozen=True)
class Paper:
    """A stored file: a component that was handed in, or a result."""

    id: str
    code: str
    name: str


@dataclass(frozen=True)
class Decided:
    """One datum of the decision and where its value was taken from."""

    datum: str
    value: str
    source: str


@dataclass(frozen=True)
class Step:
    """The latest event; number 0 is the filing."""

    number: int
    at: str
    content: str


@dataclass(frozen=True)
class Asked:
    """What a supplement has to bring: codes of components, ids of lines; both empty when the reason says it alone."""

    reason: str = ""
    components: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    at: str = ""


@dataclass(frozen=True)
class Supplement:
    """A supplement that was taken, with what had been asked for."""

    id: str
    asked: str
    asked_at: str
    taken_at: str


@dataclass(frozen=True)
class Obligation:
    """One item that has to be paid for the dossier, in VND."""

    decision: str
    day: str
    """dd-MM-yyyy, as the notice has it."""
    item: str
    amount: int
    paid_at: str = ""


@dataclass(frozen=True)
class Dossier:
    """Everything about one dossier. Times are ISO 8601 on the dossier's own clock; empty: not yet."""

    code: str
    submission_id: str
    procedure: str
    """National procedure code."""
    procedure_name: str
    agency: str
    owner: Owner
    status: int
    filed_at: str
    step: Step
    fields: tuple[FieldValue, ...] = ()
    papers: tuple[Paper, ...] = ()
    replaced_papers_left_out: tuple[str, ...] = ()
    """Codes of components that data replace and that were not handed in."""
    look_ups: tuple[tuple[str, str], ...] = ()
    """(source, person) to be asked before the decision, beside the population database."""
    subjects: tuple[tuple[str, str], ...] = ()
    """(subject of a datum, person), from the published form."""
    result_data: tuple[str, ...] = ()
    """Datums that the decision carries."""
    results_offered: tuple[tuple[str, str], ...] = ()
    """(code, name) of the results that the procedure ends in."""
    results: tuple[Paper, ...] = ()
    decision: tuple[Decided, ...] | None = None
    at_counter: tuple[str, ...] = ()
    """What the citizen has to do in person, such as signing together or handing in an original."""
    notes: tuple[str, ...] = ()
    """What the officer should know, such as a typed value that differs from the registry's."""
    asked: Asked | None = None
    """The supplement that is waited for."""
    supplements: tuple[Supplement, ...] = ()
    received_at: str = ""
    refused_at: str = ""
    finished_at: str = ""
    returned_at: str = ""
    clock_offset_seconds: float = 0.0
    """Dossier time minus wall time."""
    clock_was_set: bool = False
    channel: str = "2"
    """KenhThucHien: 1 at the counter, 2 online."""
    with_vneid: bool = True
    """Whether VNeID said who the owner is."""
    unit_code: str = ""
    """Agency code of the unit that has it; empty: the province's own receiving unit."""
    unit_name: str = ""
    heir_code: str = ""
    """The unit that takes it over on `ends_on`; empty when it stays."""
    heir_name: str = ""
    ends_on: str = ""
    was_handed_over: bool = False
    paid_vnd: int = 0
    """What was paid online for it, in VND."""
    passed_on: bool = False
    """Whether it was taken for another authority, which handles it."""
    lodged_at: str = ""
    """Where it was filed if not here: `portal`, `linked` for the service of linked births and deaths, or `handed-over`
    for what the portal brought by itself."""
    portal_code: str = ""
    """The portal's code, where it is another than ours."""
    obligations: tuple[Obligation, ...] = ()
    """What has to be paid for it, as the tax office told."""

    def now(self, wall: datetime) -> datetime:
        """Return the time on the dossier's own clock, in whole seconds."""
        return (wall + timedelta(seconds=self.clock_offset_seconds)).replace(microsecond=0)

    def next_event_at(self, wall: datetime) -> str:
        """Return when an event that happens now happened: never in the same second as the one before."""
        earliest = datetime.fromisoformat(self.step.at) + timedelta(seconds=1)
        return max(self.now(wall), earliest).isoformat()

    def with_clock(self, wall: datetime, now: datetime) -> "Dossier":
        """Return the dossier living at `now`. The first time, one that nobody has worked on is as old as before."""
        moved = replace(self, clock_offset_seconds=(now - wall).total_seconds(), clock_was_set=True)
        if self.clock_was_set or self.status != workflow.REGISTERED:
            return moved
        shift = timedelta(seconds=moved.clock_offset_seconds - self.clock_offset_seconds)
        filed_at = (datetime.fromisoformat(self.filed_at) + shift).replace(microsecond=0).isoformat()
        return replace(moved, filed_at=filed_at, step=replace(self.step, at=filed_at))

    def in_its_unit(self, wall: datetime) -> "Dossier":
        """Return the dossier with the unit that has it on its own day: number and times stay as they are."""
        if not self.heir_code or self.now(wall).date().isoformat() < self.ends_on:
            return self
        return replace(
            self, unit_code=self.heir_code, unit_name=self.heir_name, heir_code="", heir_name="", was_handed_over=True
        )

    def person_of(self, datum: str) -> str:
        """Return which person a datum speaks of (`mother.full_name` -> `applicant`), or an empty text."""
        return dict(self.subjects).get(datum.partition(".")[0], "")

    def filed_value(self, datum: str) -> str:
        """Return what the form says about a datum; an empty text when it has no such line."""
        return next((field.value for field in self.fields if field.datum == datum), "")

    def to_text(self) -> str:
        """Return the dossier as it is stored."""
        # Not `dataclasses.asdict`: its deep copies were a sixth of all that this system computes.
        return json.dumps(vars(self), ensure_ascii=False, default=vars)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Dossier":
        """Read what `to_text` wrote, parsed."""
        data = dict(value)
        data["owner"] = Owner(**data["owner"])
        data["step"] = Step(**data["step"])
        for name, kind in _ROWS.items():
            data[name] = tuple(kind(**item) for item in data.get(name, ()))
        if data["asked"] is not None:
            asked = data["asked"]
            data["asked"] = Asked(asked["reason"], tuple(asked["components"]), tuple(asked["fields"]), asked["at"])
        for name in ("look_ups", "subjects", "results_offered"):
            data[name] = tuple((first, second) for first, second in data.get(name, ()))
        for name in ("replaced_papers_left_out", "result_data", "at_counter", "notes"):
            data[name] = tuple(data.get(name, ()))
        if data["decision"] is not None:
            data["decision"] = tuple(Decided(**item) for item in data["decision"])
        return cls(**data)


_ROWS: dict[str, type[Any]] = {
    "fields": FieldValue,
    "papers": Paper,
    "results": Paper,
    "supplements": Supplement,
    "obligations": Obligation,
}
