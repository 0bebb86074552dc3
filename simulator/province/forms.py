"""Builds the form for the citizen who logged in: what the state knows of this person is shown and locked.

A value is taken from the sources that the published form names for the line, else from another that has it. When a
source does not answer, its lines are left open.
"""

import json

from simulator.province.drafts import Drafts
from simulator.province.eform import EForm, EFormComponent, EFormField
from simulator.province.logins import Login
from simulator.province.peculiarities import ORIGINAL
from simulator.province.personal_store import PersonalStore
from simulator.province.seams import Seams
from simulator.province.shown_form import EDITABLE, INPUT, LOCKED, ShownComponent, ShownField, ShownForm, form_from_json
from simulator.province.sources import Answers, Sources, is_known_at_login, is_own_part, may_be_demanded
from simulator.province.store import Store

REASON = (
    "{sources} không có thông tin khớp với ông/bà, nên cần nộp “{name}”. Căn cứ: thành phần hồ sơ đã công bố của"
    " thủ tục {procedure}; giấy này chỉ nộp khi dữ liệu chưa có hoặc không khớp. Ông/bà nên đề nghị cơ quan quản lý cơ"
    " sở dữ liệu cập nhật để lần sau không phải nộp."
)


class Forms:
    """Forms for logged-in citizens."""

    def __init__(self, sources: Sources, store: Store, seams: Seams, personal: PersonalStore, drafts: Drafts) -> None:
        self._personal = personal
        self._drafts = drafts
        self._sources = sources
        self._store = store
        self._seams = seams

    def show(self, login: Login, eform: EForm) -> ShownForm:
        """Return the form filled from the sources, and remember what this login was shown."""
        answers = self._sources.ask(login, eform)
        fields = tuple(self._seams.shown_field(_field(eform, field, answers)) for field in eform.fields)
        fields = self._personal.fill(login.personal_id, eform, fields)
        fields = self._drafts.fill(login.personal_id, eform, fields)
        components = tuple(self._component(eform, component, answers) for component in eform.components)
        fee = self._seams.shown_fee(eform.fee_online_vnd)
        form = ShownForm(eform, fields, components, fee, tuple(answers.silent))
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
        return form_from_json(eform, json.loads(rows[0]["document"])) if rows else self.show(login, eform)

    def _component(self, eform: EForm, component: EFormComponent, answers: Answers) -> ShownComponent:
        demanded = _is_demanded(component, answers)
        required = self._seams.is_component_demanded(demanded, component.replaced_by)
        return ShownComponent(
            code=component.code,
            name=component.name,
            required=required,
            replaced_by=component.replaced_by,
            must_be_attached=demanded,
            at_counter=component.kind == ORIGINAL,
            reason=self._seams.paper_reason(_reason(eform, component)) if demanded and component.replaced_by else "",
            look_up=_looked_up_later(component, answers) if not demanded else "",
        )


def _reason(eform: EForm, component: EFormComponent) -> str:
    sources = ", ".join(eform.source_name(source) for source in component.replaced_by)
    return REASON.format(sources=sources, name=component.name, procedure=eform.procedure)


def _field(eform: EForm, field: EFormField, answers: Answers) -> ShownField:
    surely = is_known_at_login(eform, field)
    value, source = _known_value(field, answers) if surely or is_own_part(eform, field) else ("", "")
    return ShownField(
        id=field.id,
        label=field.label,
        datum=field.datum,
        type=field.type,
        required=field.required,
        state=(LOCKED if surely else EDITABLE) if value else INPUT,
        value=value,
        source=source,
        choices=field.choices,
    )


def _known_value(field: EFormField, answers: Answers) -> tuple[str, str]:
    for source in dict.fromkeys((*field.known_to, *answers.found)):
        if value := answers.value(source, field.datum):
            return value, source
    return "", ""


def _is_demanded(component: EFormComponent, answers: Answers) -> bool:
    """A paper that data replace is asked for only where the record is missing; the form itself and originals never."""
    if component.kind == ORIGINAL or not may_be_demanded(component):
        return False
    return answers.lack(component) if component.replaced_by else component.required == "always"


def _looked_up_later(component: EFormComponent, answers: Answers) -> str:
    """Return the source whose data stand in for a paper in the decision; empty for a paper without one."""
    if not may_be_demanded(component):
        return ""
    known = [source for source in component.replaced_by if answers.found.get(source)]
    open_still = [source for source in component.replaced_by if source not in answers.found]
    return next(iter((*known, *open_still)), "")
