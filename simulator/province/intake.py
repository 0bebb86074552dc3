"""Takes submissions. The same submission makes one dossier, however often it is sent."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from simulator.core.clock import Clock
from simulator.province import workflow
from simulator.province.archive import Archive
from simulator.province.codes import next_dossier_code
from simulator.province.config import ProvinceConfig
from simulator.province.dossier import Dossier, FieldValue, Owner, Paper, Step
from simulator.province.eform import APPLICANT
from simulator.province.logins import Login
from simulator.province.peculiarities import at_counter
from simulator.province.people import POPULATION, VNEID, is_organisation, person_from_claims
from simulator.province.personal_store import PersonalStore
from simulator.province.seams import Seams
from simulator.province.shown_form import ShownForm
from simulator.province.sources import subjects_of
from simulator.province.store import Store, Transaction
from simulator.province.submission import Attached, Counter, Submission, SubmissionRefused, problems_of
from simulator.province.units import Placement, Units, prefix_of

AT_THE_COUNTER = "1"
TRY_LATER = "Chưa kết nối được với cơ sở dữ liệu quốc gia. Mời ông/bà nộp lại sau."
NO_ANSWER = "Khi nộp hồ sơ, {source} không trả lời nên chưa có dữ liệu; sẽ tra cứu lại trước khi ra kết quả."
_CONTENT_TYPE = re.compile(r"[0-9A-Za-z.+-]+/[0-9A-Za-z.+-]+")


class Intake:
    """Turns submissions into dossiers."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        config: ProvinceConfig,
        clock: Clock,
        seams: Seams,
        on_event: Callable[[], None],
        units: Units,
        personal: PersonalStore,
    ) -> None:
        self._personal = personal
        self._store = store
        self._archive = archive
        self._units = units
        self._config = config
        self._clock = clock
        self._seams = seams
        self._on_event = on_event
        self._offset = (config.starts_at - clock.now()) if config.starts_at else timedelta()

    def submit(self, login: Login, form: ShownForm, submission: Submission, counter: Counter | None = None) -> Dossier:
        """Return the dossier of a submission; raise `SubmissionRefused` with every problem found."""
        problems = problems_of(form, submission)
        filed = (counter.at if counter else self._clock.now() + self._offset).replace(microsecond=0)
        placement = self._units.place(submission.agency, counter.ward if counter else "", filed.date())
        with self._store.transaction() as tx:
            before = self._archive.of_submission(tx, submission.id)
            if before is not None and before.owner.personal_id == login.personal_id:
                return before
            if before is not None:
                raise SubmissionRefused([{"field": "submission_id", "message": "Mã lần nộp đã được dùng."}])
            if problems:
                raise SubmissionRefused(problems)
            if form.silent and not self._seams.is_taken_without(form.silent):
                raise SubmissionRefused([{"field": "", "message": TRY_LATER}])
            dossier = self._open(tx, login, form, submission, filed, placement)
            dossier = self._brought_in(dossier, counter) if counter else dossier
            self._archive.save_event(tx, dossier)
            self._personal.remember(tx, dossier)
        self._on_event()
        return dossier

    def _open(
        self,
        tx: Transaction,
        login: Login,
        form: ShownForm,
        submission: Submission,
        filed: datetime,
        placement: Placement,
    ) -> Dossier:
        unit = self._seams.receiving_unit(placement.asked, placement.unit)
        own = unit.code == self._config.receiving_agency
        code = next_dossier_code(tx, self._config.unit if own else prefix_of(unit.code), filed.date())
        fields = self._fields(form, submission.values)
        attached = {attached.code for attached in submission.attached}
        return Dossier(
            code=code,
            submission_id=submission.id,
            procedure=form.eform.procedure,
            procedure_name=form.eform.name,
            agency=unit.code,
            unit_code=unit.code,
            unit_name=unit.name,
            heir_code=placement.heir.code if placement.heir else "",
            heir_name=placement.heir.name if placement.heir else "",
            ends_on=placement.ends_on,
            owner=_owner(login, form, fields),
            status=workflow.REGISTERED,
            filed_at=filed.isoformat(),
            step=Step(0, filed.isoformat(), workflow.CONTENTS[workflow.REGISTERED]),
            fields=fields,
            papers=tuple(self._keep(tx, code, paper) for paper in submission.attached),
            replaced_papers_left_out=tuple(
                component.code
                for component in form.components
                if component.replaced_by and component.code not in attached
            ),
            look_ups=_look_ups(form, attached),
            notes=self._notes(form),
            subjects=tuple(form.eform.subjects.items()),
            result_data=form.eform.result_data,
            results_offered=form.eform.results,
            at_counter=at_counter(form.eform, lambda datum: next((f.value for f in fields if f.datum == datum), "")),
            clock_offset_seconds=self._offset.total_seconds(),
            passed_on=form.eform.passed_on,
        )

    def _brought_in(self, dossier: Dossier, counter: Counter) -> Dossier:
        """The counter's own calendar counts, and nobody is online."""
        return replace(
            dossier,
            channel=AT_THE_COUNTER,
            with_vneid=counter.with_vneid,
            step=replace(dossier.step, content=workflow.FILED_AT_THE_COUNTER),
            clock_offset_seconds=(counter.at - self._clock.now()).total_seconds(),
            clock_was_set=True,
        )

    def _fields(self, form: ShownForm, values: Mapping[str, str]) -> tuple[FieldValue, ...]:
        """A locked line keeps the value that was shown, whatever the browser sends."""
        locked = form.locked_values()
        return tuple(
            FieldValue(
                field.id,
                field.label,
                field.datum,
                locked[field.id]
                if field.id in locked
                else self._seams.stored_text(field.type, values.get(field.id, "")),
                own=field.id not in locked,
            )
            for field in form.fields
        )

    def _notes(self, form: ShownForm) -> tuple[str, ...]:
        notes = (NO_ANSWER.format(source=form.eform.source_name(source)) for source in form.silent)
        return tuple(note for note in map(self._seams.outage_note, notes) if note)

    def _keep(self, tx: Transaction, dossier: str, paper: Attached) -> Paper:
        return keep_paper(self._archive, tx, dossier, paper)


def keep_paper(archive: Archive, tx: Transaction, dossier: str, paper: Attached) -> Paper:
    """Store a file of a dossier; a media type that cannot be one is not believed."""
    paper_id = str(uuid4())
    known = _CONTENT_TYPE.fullmatch(paper.content_type)
    content_type = paper.content_type if known else "application/octet-stream"
    archive.save_paper(tx, paper_id, dossier, paper.name, content_type, paper.content)
    return Paper(paper_id, paper.code, paper.name)


def _look_ups(form: ShownForm, attached: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return (source, person) of what is asked again before the decision: what papers left out, what was silent."""
    left_out = [component.look_up for component in form.components if component.code not in attached]
    wanted = dict.fromkeys(source for source in (*left_out, *form.silent) if source not in ("", VNEID, POPULATION))
    return tuple((source, subjects_of(form.eform, source)[0]) for source in wanted)


def _owner(login: Login, form: ShownForm, fields: tuple[FieldValue, ...]) -> Owner:
    """Who owns the dossier is what VNeID says; how to reach this person is what the form says, if it does."""
    person = person_from_claims(login.claims)
    told = {
        field.datum.partition(".")[2]: field.value
        for field in fields
        if field.value and form.eform.person_of(field.datum) == APPLICANT
    }
    return Owner(
        personal_id=login.personal_id,
        tech_id=person.get("tech_id", ""),
        name=person.get("full_name", ""),
        birth_date=person.get("birth_date", ""),
        phone=told.get("phone") or person.get("phone", ""),
        email=told.get("email") or person.get("email", ""),
        is_organisation=is_organisation(login.claims),
    )
