"""A public service as its file in `services/` describes it: facts, no behaviour, no addresses."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.core.text import Text
from simulator.domain.mark import Mark
from simulator.domain.source import Source


@dataclass(frozen=True)
class ProcedureCode:
    """A national procedure code (for example 1.001193) and when it is valid."""

    code: str
    name: str
    valid_from: date | None
    valid_until: date | None
    mark: Mark
    from_mark: Mark = Mark.SEEN
    until_mark: Mark = Mark.SEEN
    """How well the first and the last day are known."""

    def dead_mark(self, day: date) -> Mark:
        """Return how well it is known that the code is not valid on that day: as well as its weakest part."""
        edge = self.from_mark if self.valid_from is not None and day < self.valid_from else self.until_mark
        return self.mark if self.mark is not Mark.SEEN else edge

    def valid_on(self, day: date) -> bool:
        """Return whether the code may be used in a new dossier on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True)
class FormField:
    """One line of the electronic form, bound to a datum and to where the state already knows it."""

    key: str
    label: Text
    type: str
    """person_name, personal_id, date, datetime, phone, email, address2, enum, boolean, int, number, string, list, file
    or group."""
    required: bool
    datum: str
    """`<subject>.<attribute>`, for example `applicant.residence`; the vocabulary is in contracts/codes/datums.yaml."""
    known_to: tuple[str, ...]
    """Ids of the sources (VNEID, CSDLQG_DAN_CU, ...) that hold the datum; empty when only the citizen knows it."""
    known_once: str
    """`login` (known as soon as the citizen has logged in), `identified` (known once the subject's personal number
    was given) or `""` (not known)."""
    mark: Mark
    source: str
    wire_name: str = ""
    choices: tuple[str, ...] = ()
    registry_name: str = ""
    """Name or names in the civil-status registry's message."""

    @property
    def linked_name(self) -> str:
        """Return its name in a linked dossier: the registry's, unless that cuts it up; else its own key."""
        return self.registry_name if self.registry_name.isidentifier() else self.key


@dataclass(frozen=True)
class Component:
    """One component (paper or form) of the dossier, and what replaces it."""

    code: str
    name: Text
    required: str
    """always, present (shown, not handed in), abolished, if_<condition> or fallback_if_data_missing."""
    kind: str
    """eform, paper, original or file (such as a photo)."""
    replaced_by: tuple[str, ...]
    """Ids of the sources whose data replace the paper; empty when nothing does."""
    basis: str
    mark: Mark

    @property
    def may_be_demanded(self) -> bool:
        """Return whether everybody has to hand it in, unless data stand in for it."""
        return self.kind != "eform" and self.required in ("always", "fallback_if_data_missing")


@dataclass(frozen=True)
class ServiceResult:
    """A result document of the service."""

    code: str
    name: Text
    mark: Mark
    data: tuple[str, ...]
    """The datums that the decision carries and takes from a registry."""


@dataclass(frozen=True)
class Deadline:
    """The published processing time: `value` in `unit` (working_day, day, hour, instant, exam_calendar).

    The value is None when no number is published.
    """

    value: int | None
    unit: str
    mark: Mark
    note: str = ""


@dataclass(frozen=True)
class Fee:
    """Published fees in whole VND, by channel; None when it varies or is unknown."""

    direct_vnd: int | None
    online_vnd: int | None
    mark: Mark
    note: str = ""


@dataclass(frozen=True)
class Presence:
    """Who has to come in person although the service is online, and for what."""

    who: tuple[str, ...]
    """Persons of the cast."""
    text: Text
    on: str
    """The datum of the form that holds the day of it; empty without one."""
    mark: Mark


@dataclass(frozen=True)
class LevelBefore:
    """Who handled a service, or some cases of it, until 30 June 2025."""

    level: str
    """`district`: the unit ended on 1 July 2025."""
    mark: Mark
    note: str


@dataclass(frozen=True)
class OrganisationFiling:
    """That an organisation may file too, with its account, and what is otherwise then."""

    set: Mapping[str, Mapping[str, str]]
    """Person of the cast -> {attribute: text}, laid over the cast."""
    mark: Mark
    note: str = ""


@dataclass(frozen=True)
class Service:
    """One of the public services."""

    id: str
    number: int
    name: Text
    field_code: str
    """Code of the field (lĩnh vực) in the catalogue, for example G15-HT01."""
    field_name: str
    ministry: str
    level: str
    roles: Mapping[str, str]
    """System kind (`province`, `ministry`) -> role (`handler`, `relay`, `none`)."""
    codes: tuple[ProcedureCode, ...]
    """Empty for a function that is no procedure, such as paying a fine: nothing can be filed for it."""
    subjects: Mapping[str, str]
    """Subject of a datum (`applicant`, `mother`, `male`, ...) -> allotted person (`applicant`, `partner`, `child`)."""
    cast: Mapping[str, Mapping[str, Any]]
    """Allotted person -> how the world makes it: {kind: adult, gender: "2"}, {kind: newborn, of: [...]} or
    {kind: values, set: {attribute: text}} for what only the citizen knows; a scenario may make it
    {kind: organisation} where the service has `organisation`."""
    fields: tuple[FormField, ...]
    components: tuple[Component, ...]
    deadline: Deadline
    fee: Fee
    results: tuple[ServiceResult, ...]
    flow: tuple[tuple[int, int], ...]
    """Allowed changes of status, as pairs of portal status codes."""
    flow_mark: Mark
    label: str
    """`file` or `file:line` for messages."""
    function: str = ""
    """What it is when it is no procedure: `payment`; empty for a procedure."""
    linked_module: str = ""
    """Its module in the service of linked births and deaths, `KS` or `KT`; empty for what is not offered there."""
    presence: Presence | None = None
    before_2025_07: LevelBefore | None = None
    """None when the unit of today handled it before, too."""
    organisation: OrganisationFiling | None = None
    """None where people alone file, or nothing was read of organisations."""
    legal_bases: tuple[str, ...] = ()
    """Numbers of the legal documents it rests on, of `contracts/codes/lists/legal-documents.yaml`; not exhaustive."""

    def code_on(self, day: date) -> ProcedureCode | None:
        """Return the main procedure code valid on that day (the first one listed that is); None without any code."""
        valid = (code for code in self.codes if code.valid_on(day))
        return next(valid, self.codes[0] if self.codes else None)

    @property
    def citizen(self) -> str:
        """Return which allotted person files: whoever the subject `applicant` is, else the person of that name."""
        return self.subjects.get("applicant", "applicant")

    def person_of(self, datum: str) -> str:
        """Return which allotted person a datum speaks of (`mother.residence` -> `applicant`), or an empty text."""
        return self.subjects.get(datum.partition(".")[0], "")

    def names(self, source: str) -> bool:
        """Return whether a field or a component of the service names this source of data."""
        return any(source in field.known_to for field in self.fields) or any(
            source in component.replaced_by for component in self.components
        )

    def covered(self, source: Source) -> tuple[str, ...]:
        """Return the datums that handling this service covers at a source: nobody needs to be told more.

        They are what the fields take from it; where only a paper names the source, what it holds of the applicant.
        """
        if not self.names(source.id):
            return ()
        asked = [field.datum for field in self.fields if source.id in field.known_to]
        asked += [datum for result in self.results for datum in result.data if datum.partition(".")[2] in source.holds]
        subject = next((one for one, person in self.subjects.items() if person == self.citizen), "applicant")
        return tuple(dict.fromkeys(asked)) or tuple(f"{subject}.{attribute}" for attribute in source.holds)

    def asked_about(self, source: str) -> frozenset[str]:
        """Return the allotted people by whose number a source is asked; things are found by the applicant's."""
        whom = (self.person_of(field.datum) for field in self.fields if source in field.known_to)
        people = (self.citizen if self.cast.get(one, {}).get("kind") == "values" else one for one in whom)
        return frozenset(people) or frozenset({self.citizen})

    def papers_without_record(self, person: str, unknown_to: Collection[str]) -> tuple[Component, ...]:
        """Return the papers that no data replace once these sources have no record of that person."""
        return tuple(
            component
            for component in self.components
            if component.may_be_demanded
            and component.replaced_by
            and all(one in unknown_to and person in self.asked_about(one) for one in component.replaced_by)
        )
