"""What a citizen typed about themself in one dossier is not an empty line in the form of the next."""

from collections.abc import Mapping

from simulator.checks.asking import is_empty_input
from simulator.checks.blocked import hand_problem, no_dossier
from simulator.checks.comparing import KINDS, attribute_of
from simulator.checks.forms import Row
from simulator.checks.seen import exchanges_of
from simulator.core.text import Text
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner
from simulator.domain.service import Service

_CITIZEN = "applicant"
_MAY_LACK = ("phone", "email")
"""What a VNeID account may be without, so that the citizen types it."""


def nothing_to_learn(service: Service) -> str:
    """Return why no form can learn anything: the citizen types nothing about themself."""
    own = own_subjects(service)
    typed = (
        field
        for field in service.fields
        if field.datum.partition(".")[0] in own
        and (field.known_once != "login" or attribute_of(field.datum) in _MAY_LACK)
    )
    return "" if any(typed) else "nothing_to_learn"


def own_subjects(service: Service) -> frozenset[str]:
    """Return the parts of the form that speak of the citizen as such; without an applicant's part, all about them.

    A part such as the mother's may be the citizen this time and somebody else the next time.
    """
    if service.subjects.get(_CITIZEN) == _CITIZEN:
        return frozenset({_CITIZEN})
    return frozenset(subject for subject, person in service.subjects.items() if person == _CITIZEN)


def learnt_not_asked(evidence: Evidence) -> Judgement:
    """Judge each form that was read after a submission, against what the submissions before it had brought.

    Who somebody is and how to reach them does not change with the case; any other statement about oneself may have to
    be made anew, so that asking for it again only warns.
    """
    blocked = no_dossier(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    known = [(form, _learnt_before(evidence, form)) for form in evidence.of("form_read")]
    later = [(form, learnt) for form, learnt in known if learnt]
    if not later:
        return Judgement(findings=(_why_not(evidence),))
    if not any(row.get("datum") for form, _ in later for row in form.get("fields") or ()):
        forms = exchanges_of(form for form, _ in later)
        return Judgement(findings=(Finding("form_binds_nothing", exchanges=forms, settles=False),))
    asked = {
        str(row.get("datum")): _asked(evidence, form, row, learnt)
        for form, learnt in later
        for row in form.get("fields") or ()
        if row.get("datum") in learnt and is_empty_input(row)
    }
    return Judgement(exchanges_of(form for form, _ in later), tuple(asked.values()))


def _learnt_before(evidence: Evidence, form: Fact) -> dict[str, str]:
    own = own_subjects(evidence.service)
    before = (fact for fact in evidence.of("submission") if fact.get("accepted") and fact.exchange < form.exchange)
    return {
        str(datum): str(text)
        for fact in before
        for datum, text in dict(fact.get("typed") or {}).items()
        if text and str(datum).partition(".")[0] in own
    }


def _why_not(evidence: Evidence) -> Finding:
    taken = [fact for fact in evidence.of("submission") if fact.get("accepted")]
    if any(form.exchange > taken[0].exchange for form in evidence.of("form_read")):
        return Finding("nothing_learnt", exchanges=exchanges_of(taken), settles=False)
    return hand_problem(evidence) or Finding("no_second_form", owner=Owner.TESTER, settles=False)


def _asked(evidence: Evidence, form: Fact, row: Row, learnt: Mapping[str, str]) -> Finding:
    datum = str(row.get("datum"))
    labels = {field.datum: field.label for field in evidence.service.fields}
    shown = str(row.get("label") or datum)
    return Finding(
        "asked_though_learnt",
        {"label": labels.get(datum, Text(shown, shown)), "datum": datum, "typed": learnt[datum]},
        where=str(row.get("id") or datum),
        expected="state: editable | locked + value",
        found=f"state: {row.get('state') or '–'}, value: –",
        exchanges=(*exchanges_of(_who_typed(evidence, datum)), form.exchange),
        assumed=attribute_of(datum) not in KINDS,
    )


def _who_typed(evidence: Evidence, datum: str) -> list[Fact]:
    taken = (fact for fact in evidence.of("submission") if fact.get("accepted"))
    return [fact for fact in taken if datum in (fact.get("typed") or {})][:1]
