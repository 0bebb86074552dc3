"""An organisation files with its account: the form knows it, the dossier is its own, an older one is found again."""

from collections.abc import Iterator

from simulator.checks.asking import is_empty_input
from simulator.checks.blocked import hand_problem, no_dossier
from simulator.checks.comparing import attribute_of, folded, same_value
from simulator.checks.forms import Row, bound_fields, no_bound_form, shown_value
from simulator.checks.seen import acknowledged, exchanges_of
from simulator.core.text import Text
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner
from simulator.domain.person import LAST_DAY_OF_OLD_ACCOUNTS, Person
from simulator.domain.persona import ORGANISATION
from simulator.domain.service import FormField, Service

_KINDS = ("enterprise", "agency", "other")
"""What an organisation may be to the portal; which of them is not judged."""
_TOLD_AS = {"personal_id": "tax_code"}
_NAMES = {
    "owner_kind": Text("loại đối tượng", "kind of owner"),
    "owner_id": Text("số giấy tờ chủ hồ sơ", "number of the owner"),
    "owner_name": Text("tên chủ hồ sơ", "name of the owner"),
    "tech_id": Text("mã tài khoản", "account"),
}


def no_organisation_files(service: Service) -> str:
    """Return why there is nothing to judge: people alone file for this service."""
    return "" if service.organisation else "people_file_alone"


def organisation_not_typed_again(evidence: Evidence) -> Judgement:
    """Judge that what the account told of the organisation and of who represents it stands in the form, and is true."""
    if blocked := _no_organisation(evidence) or no_bound_form(evidence):
        return Judgement(findings=(blocked,))
    lines = list(_lines(evidence))
    if not lines:
        unbound = exchanges_of(evidence.of("form_read"))
        return Judgement(findings=(Finding("organisation_not_bound", exchanges=unbound, settles=False),))
    wrong = {field.datum: (row, field) for _, row, field in lines if not _is_true(evidence, row, field)}
    seen = exchanges_of(form for form, _, _ in lines)
    if not wrong:
        return Judgement(seen)
    values = {"count": len(wrong), "of": len({field.datum for _, _, field in lines}), "datums": ", ".join(wrong)}
    expected = "; ".join(f"{datum}: {_told(evidence, datum)}" for datum in wrong)
    found = "; ".join(f"{datum}: {shown_value(row) or '–'}" for datum, (row, _) in wrong.items())
    return Judgement(
        seen, (Finding("organisation_typed_again", values, expected=expected, found=found, exchanges=seen),)
    )


def dossier_is_the_organisations(evidence: Evidence) -> Judgement:
    """Judge that each report of the dossier names the organisation as its owner: kind, number, name and account."""
    if blocked := _no_organisation(evidence) or no_dossier(evidence):
        return Judgement(findings=(blocked,))
    reports = acknowledged(evidence, "dossier_report")
    if not reports:
        return Judgement(findings=(Finding("nothing_reported_of_organisation", settles=False),))
    owner = evidence.people[evidence.service.citizen]
    wrong = {name: (report, wanted) for report in reports for name, wanted in _differences(owner, report)}
    findings = (
        Finding(
            "owner_not_the_organisation",
            {"what": _NAMES[name], "found": str(report.get(name) or "–"), "expected": wanted},
            where=name,
            expected=wanted,
            found=str(report.get(name) or "–"),
            exchanges=(report.exchange,),
        )
        for name, (report, wanted) in wrong.items()
    )
    return Judgement(exchanges_of(reports), tuple(findings))


def earlier_dossier_found(evidence: Evidence) -> Judgement:
    """Judge that the dossier filed with the portal's old account is there after a login with VNeID's."""
    if blocked := _no_organisation(evidence) or no_dossier(evidence):
        return Judgement(findings=(blocked,))
    ended = LAST_DAY_OF_OLD_ACCOUNTS.isoformat()
    back = [fact for fact in evidence.of("came_back") if str(fact.get("on")) > ended]
    if not back or evidence.session_opened_at.date().isoformat() > ended:
        never = Finding("one_account_only", owner=Owner.TESTER, settles=False)
        return Judgement(findings=(hand_problem(evidence) or never,))
    lost = next((fact for fact in back if not fact.get("found")), None)
    if lost is None:
        return Judgement(exchanges_of(back))
    said = str(lost.get("said") or "–")
    values = {"dossier": str(lost.get("dossier_code")), "status": str(lost.get("status")), "said": said}
    return Judgement(
        exchanges_of(back), (Finding("earlier_dossier_lost", values, found=said, exchanges=(lost.exchange,)),)
    )


def _no_organisation(evidence: Evidence) -> Finding | None:
    owner = evidence.people.get(evidence.service.citizen)
    if owner is not None and owner.get("account_type") == ORGANISATION:
        return None
    return Finding("no_organisation_in_story", owner=Owner.TESTER, settles=False)


def _lines(evidence: Evidence) -> Iterator[tuple[Fact, Row, FormField]]:
    for form, row, field in bound_fields(evidence):
        if evidence.service.person_of(field.datum) == evidence.service.citizen and _told(evidence, field.datum):
            yield form, row, field


def _is_true(evidence: Evidence, row: Row, field: FormField) -> bool:
    shown = shown_value(row)
    return not is_empty_input(row) and same_value(attribute_of(field.datum), _told(evidence, field.datum), shown)


def _told(evidence: Evidence, datum: str) -> str:
    """Return what the account tells; in the line for the number of a person stands the tax code."""
    known = attribute_of(datum)
    return (evidence.truth(f"{datum.removesuffix(known)}{_TOLD_AS.get(known, known)}") or ("",))[0]


def _differences(owner: Person, report: Fact) -> Iterator[tuple[str, str]]:
    """Yield (name of a datum, what it should be); an account that is left out says nothing wrong."""
    if report.get("owner_kind") not in _KINDS:
        yield "owner_kind", " | ".join(_KINDS)
    if report.get("owner_id") != owner["personal_id"]:
        yield "owner_id", owner["personal_id"]
    if folded(str(report.get("owner_name") or "")) != folded(owner["full_name"]):
        yield "owner_name", owner["full_name"]
    if report.get("tech_id") and report.get("tech_id") != owner["tech_id"]:
        yield "tech_id", owner["tech_id"]
