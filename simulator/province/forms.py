"""Builds the form for the citizen who logged in: what the state knows of this person is shown and locked.

A value is taken from the sources that the published form names for the line, else from another that has it. When
the population database does not answer, its lines are left open.
"""

import json
import logging
from collections.abc import Mapping

from simulator.province.eform import APPLICANT, EForm, EFormComponent, EFormField
from simulator.province.logins import Login
from simulator.province.national_side import NationalSideDown
from simulator.province.peculiarities import ORIGINAL
from simulator.province.people import ONLINE_SOURCES, POPULATION, VNEID, person_from_claims
from simulator.province.personal_store import PersonalStore
from simulator.province.population import PREFILL, Population
from simulator.province.seams import Seams
from simulator.province.shown_form import INPUT, LOCKED, ShownComponent, ShownField, ShownForm, field_from_json
from simulator.province.store import Store

_LOG = logging.getLogger(__name__)
AT_LOGIN = "login"
Sources = Mapping[str, Mapping[str, str]]


class Forms:
    """Forms for logged-in citizens."""

    def __init__(self, population: Population, store: Store, seams: Seams, personal: PersonalStore) -> None:
        self._personal = personal
        self._population = population
        self._store = store
        self._seams = seams

    def show(self, login: Login, eform: EForm) -> ShownForm:
        """Return the form filled from the sources, and remember what this login was shown."""
        sources = self._sources(login, eform)
        fields = tuple(self._seams.shown_field(_field(eform, field, sources)) for field in eform.fields)
        fields = self._personal.fill(login.personal_id, eform, fields)
        form = ShownForm(eform, fields, self._components(eform, sources), self._seams.shown_fee(eform.fee_online_vnd))
        with self._store.transaction() as tx:
            tx.execute(
                "INSERT INTO shown_forms (token, procedure, document) VALUES (:token, :procedure, :document)"
                " ON CONFLICT (token, procedure) DO UPDATE SET document = excluded.document",
                token=login.key,
                procedure=eform.procedure,
                document=json.dumps(form.to_json(), ensure_ascii=False),
            )
        return form

    def shown(self, login: Login, eform: EForm) -> ShownForm:
        """Return the form that this login was shown last; one that was never shown is made now."""
        rows = self._store.read(
            "SELECT document FROM shown_forms WHERE token = :token AND procedure = :procedure",
            token=login.key,
            procedure=eform.procedure,
        )
        if not rows:
            return self.show(login, eform)
        fields = tuple(field_from_json(value) for value in json.loads(rows[0]["document"]))
        return ShownForm(eform, fields, self._components(eform, {}), self._seams.shown_fee(eform.fee_online_vnd))

    def _sources(self, login: Login, eform: EForm) -> Sources:
        person = person_from_claims(login.claims)
        if not any(POPULATION in field.known_to and _is_known(eform, field) for field in eform.fields):
            return {VNEID: person}
        try:
            record = self._population.look_up(
                person["personal_id"],
                name=person.get("full_name", ""),
                birth_date=person.get("birth_date", ""),
                procedure=eform.procedure,
                purpose=PREFILL,
            )
        except NationalSideDown as error:
            _LOG.warning("form %s is shown without the population database: %s", eform.procedure, error)
            record = {}
        return {VNEID: person, POPULATION: record}

    def _components(self, eform: EForm, sources: Sources) -> tuple[ShownComponent, ...]:
        return tuple(self._component(component, sources) for component in eform.components)

    def _component(self, component: EFormComponent, sources: Sources) -> ShownComponent:
        demanded = _is_demanded(component, sources)
        return ShownComponent(
            code=component.code,
            name=component.name,
            required=self._seams.is_component_demanded(demanded, component.replaced_by),
            replaced_by=component.replaced_by,
            # Whether data of another source stand in for a paper is for the officer to see, not for the form.
            must_be_attached=demanded and not component.replaced_by,
            at_counter=component.kind == ORIGINAL,
        )


def _is_known(eform: EForm, field: EFormField) -> bool:
    return field.known_once == AT_LOGIN and eform.person_of(field.datum) == APPLICANT


def _field(eform: EForm, field: EFormField, sources: Sources) -> ShownField:
    value, source = _known_value(field, sources) if _is_known(eform, field) else ("", "")
    return ShownField(
        id=field.id,
        label=field.label,
        datum=field.datum,
        type=field.type,
        required=field.required,
        state=LOCKED if value else INPUT,
        value=value,
        source=source,
        choices=field.choices,
    )


def _known_value(field: EFormField, sources: Sources) -> tuple[str, str]:
    attribute = field.datum.partition(".")[2]
    for source in dict.fromkeys((*field.known_to, *sources)):
        value = sources.get(source, {}).get(attribute, "")
        if value:
            return value, source
    return "", ""


def _is_demanded(component: EFormComponent, sources: Sources) -> bool:
    """The electronic form is this form; a paper that a source replaces is never asked for, an original not online."""
    if component.kind in ("eform", ORIGINAL) or ONLINE_SOURCES.intersection(component.replaced_by):
        return False
    if component.required == "fallback_if_data_missing":
        return bool(sources) and not sources.get(POPULATION)
    return component.required == "always"
