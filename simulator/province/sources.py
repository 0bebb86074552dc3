"""What the national sources answer about one citizen while the form is open: at most one look-up for each of them.

A source that does not answer is no reason to ask for a paper: its data are looked up again before the decision. One
that answers and has no matching record is.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.province.eform import APPLICANT, EForm, EFormComponent, EFormField
from simulator.province.logins import Login
from simulator.province.national_side import NationalSideDown
from simulator.province.people import POPULATION, VNEID, is_organisation, person_from_claims
from simulator.province.population import PREFILL, Population
from simulator.province.records import Records

_LOG = logging.getLogger(__name__)
AT_LOGIN = "login"
FALLBACK = "fallback_if_data_missing"
_DEMANDABLE = ("always", FALLBACK)


@dataclass
class Answers:
    """Source -> what it said: attribute or datum -> text, empty when it has no matching record."""

    found: dict[str, Mapping[str, str]]
    silent: list[str] = field(default_factory=list)
    """Sources that were asked and did not answer."""
    of_organisation: bool = False
    """Whether an organisation logged in: the register of people is not asked for it."""

    def value(self, source: str, datum: str) -> str:
        """Return what a source says of a datum of the applicant."""
        record = self.found.get(source, {})
        return record.get(datum) or record.get(datum.partition(".")[2], "")

    def replaces(self, component: EFormComponent) -> bool:
        """Return whether the login or a record that was found stands in for a paper."""
        return any(self.found.get(source) for source in component.replaced_by)

    def lack(self, component: EFormComponent) -> bool:
        """Return whether every source that could stand in for a paper answered, and none has a record."""
        return bool(component.replaced_by) and all(
            source in self.found and not self.found[source] for source in component.replaced_by
        )


class Sources:
    """Asks the sources that a form names."""

    def __init__(self, population: Population, records: Records) -> None:
        self._population = population
        self._records = records

    def ask(self, login: Login, eform: EForm) -> Answers:
        """Return what is known of the citizen who logged in, as far as this form needs it."""
        answers = Answers({VNEID: person_from_claims(login.claims)}, of_organisation=is_organisation(login.claims))
        for line in eform.fields:
            if is_known_at_login(eform, line):
                for source in line.known_to:
                    self._ask(source, eform, answers)
        for component in eform.components:
            for source in component.replaced_by if may_be_demanded(component) else ():
                if not answers.replaces(component) and is_about_applicant(eform, source):
                    self._ask(source, eform, answers)
        return answers

    def _ask(self, source: str, eform: EForm, answers: Answers) -> None:
        if source in answers.found or source in answers.silent:
            return
        if source == POPULATION and answers.of_organisation:
            return
        try:
            record = self._look_up(source, eform, answers.found[VNEID])
        except NationalSideDown as error:
            _LOG.warning("form %s is shown without %s: %s", eform.procedure, source, error)
            answers.silent.append(source)
            return
        if record is not None:
            answers.found[source] = record

    def _look_up(self, source: str, eform: EForm, person: Mapping[str, str]) -> dict[str, str] | None:
        number, procedure = person["personal_id"], eform.procedure
        if source != POPULATION:
            return self._records.look_up(source, number, procedure=procedure, purpose=PREFILL)
        name, birth_date = person.get("full_name", ""), person.get("birth_date", "")
        return self._population.look_up(number, name=name, birth_date=birth_date, procedure=procedure, purpose=PREFILL)


def is_known_at_login(eform: EForm, line: EFormField) -> bool:
    """Return whether a line of the form is known as soon as the citizen has logged in."""
    return line.known_once == AT_LOGIN and eform.person_of(line.datum) == APPLICANT


def is_own_part(eform: EForm, line: EFormField) -> bool:
    """Return whether a line of another part (the mother's) is about who logged in, as the published form has it.

    It is filled in and can be changed: a grandparent may file as well.
    """
    part = line.datum.partition(".")[0]
    return bool(line.known_to) and part != APPLICANT and eform.person_of(line.datum) == APPLICANT


def may_be_demanded(component: EFormComponent) -> bool:
    """Return whether a component has to be handed in, unless data stand in for it."""
    return component.kind != "eform" and component.required in _DEMANDABLE


def is_about_applicant(eform: EForm, source: str) -> bool:
    """Return whether a source can be asked with the applicant's number: a thing is found by it too."""
    return APPLICANT in subjects_of(eform, source)


def subjects_of(eform: EForm, source: str) -> tuple[str, ...]:
    """Return whose number a source is asked with: the people whom its lines are about, the applicant for things."""
    numbered = {eform.person_of(line.datum) for line in eform.fields if line.datum.endswith(".personal_id")}
    people = [eform.person_of(line.datum) for line in eform.fields if source in line.known_to]
    whom = (person if person in numbered else APPLICANT for person in people)
    return tuple(dict.fromkeys(whom)) or (APPLICANT,)
