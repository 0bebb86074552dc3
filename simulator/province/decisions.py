"""The data that a decision carries: taken from the registry at the end, not from what the form said.

Where the registry has nothing, the form's value stands and the decision says so.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from simulator.province.dossier import Decided, Dossier
from simulator.province.eform import APPLICANT
from simulator.province.people import POPULATION
from simulator.province.population import DECISION, Population
from simulator.province.records import Records
from simulator.province.seams import Seams

FORM = "TO_KHAI"
PERSONAL_NUMBER_DIGITS = 12


class Decision(NamedTuple):
    """What was decided, and what the officer should know about it."""

    data: tuple[Decided, ...]
    notes: tuple[str, ...]


class Decisions:
    """Prepares decisions."""

    def __init__(self, population: Population, records: Records, seams: Seams) -> None:
        self._population = population
        self._records = records
        self._seams = seams

    def prepare(self, dossier: Dossier) -> Decision:
        """Ask the registries about what the decision speaks of and papers left out. Raises `NationalSideDown`."""
        people = {APPLICANT, *(dossier.person_of(datum) for datum in dossier.result_data)} - {""}
        records = {person: self._record(dossier, person) for person in sorted(people)}
        data = tuple(self._decide(dossier, datum, records) for datum in dossier.result_data)
        notes = [
            f"{datum}: người nộp khai khác với {decided.source}"
            for datum, decided in zip(dossier.result_data, data, strict=True)
            if decided.source != FORM and dossier.filed_value(datum) not in ("", decided.value)
        ]
        if not records[APPLICANT] and not dossier.owner.is_organisation:
            notes.append("Không tìm thấy người nộp trong CSDL quốc gia về dân cư")
        return Decision(data, (*notes, *self._compared(dossier)))

    def _compared(self, dossier: Dossier) -> Iterator[str]:
        """Yield where the other registries lack data, or differ from what was filed."""
        for source, person in dossier.look_ups:
            number = dossier.owner.personal_id if person == APPLICANT else _filed(dossier, person, "personal_id")
            if len(number) != PERSONAL_NUMBER_DIGITS:
                continue
            record = self._records.look_up(
                source, number, procedure=dossier.procedure, purpose=DECISION, dossier=dossier.code
            )
            if record is not None and not record:
                yield f"{source} không có dữ liệu khớp"
            for datum, value in (record or {}).items():
                if dossier.filed_value(datum) not in ("", value):
                    yield f"{datum}: người nộp khai khác với {source}"

    def _record(self, dossier: Dossier, person: str) -> Mapping[str, str]:
        """The applicant is asked for as logged in, others as the form names them."""
        owner = dossier.owner
        number, name, birth_date = owner.personal_id, owner.name, owner.birth_date
        if person != APPLICANT:
            number, name, birth_date = (
                _filed(dossier, person, attribute) for attribute in ("personal_id", "full_name", "birth_date")
            )
        if len(number) != PERSONAL_NUMBER_DIGITS:
            return {}
        record = self._population.look_up(
            number,
            name=name,
            birth_date=birth_date,
            procedure=dossier.procedure,
            purpose=DECISION,
            dossier=dossier.code,
        )
        return record or {}

    def _decide(self, dossier: Dossier, datum: str, records: Mapping[str, Mapping[str, str]]) -> Decided:
        attribute = datum.partition(".")[2]
        known = records.get(dossier.person_of(datum), {}).get(attribute, "")
        value = known or dossier.filed_value(datum)
        return Decided(datum, self._seams.decided_value(attribute, value), POPULATION if known else FORM)


def _filed(dossier: Dossier, person: str, attribute: str) -> str:
    """Return what the form says of a person, under whichever subject it speaks of them."""
    values = (dossier.filed_value(f"{subject}.{attribute}") for subject, whom in dossier.subjects if whom == person)
    return next((value for value in values if value), "")
