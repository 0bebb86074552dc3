"""What a district had not finished goes to the right commune: under its number, and not later than promised."""

from datetime import datetime

from simulator.checks.blocked import no_dossier, officer_stopped
from simulator.checks.comparing import folded
from simulator.checks.seen import (
    done_actions,
    dossier_code,
    exchanges_of,
    filings,
    owns,
    reports_of_another,
    status_of,
)
from simulator.domain.dossier import DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.mark import Mark
from simulator.domain.outcome import Finding, Judgement
from simulator.domain.service import Service


def no_district_had_it(service: Service) -> str:
    """Return why no district can have left a dossier of this service behind."""
    return "" if service.before_2025_07 else "no_district_had_it"


def number_kept(evidence: Evidence) -> Judgement:
    """Judge that the dossier is reported under the number it was given at the district."""
    blocked, after = _after_the_change(evidence)
    own = dossier_code(evidence)
    others = reports_of_another(evidence)
    if others:
        codes = ", ".join(dict.fromkeys(str(fact.get("dossier_code")) for fact in others))
        values = {"own": own, "others": codes}
        found = Finding(
            "number_changed",
            values,
            expected=own,
            found=codes,
            exchanges=exchanges_of(others),
            assumed=_is_recalled(evidence.service),
        )
        return Judgement(findings=(found,))
    return Judgement(findings=(blocked,)) if blocked else Judgement(exchanges_of(after))


def handed_to_right_commune(evidence: Evidence) -> Judgement:
    """Judge that the unit which reports the dossier in the end is a commune into which the old one went."""
    blocked, after = _after_the_change(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    filing = filings(evidence)[0]
    heirs = list(filing.get("heirs") or ())
    last = after[-1]
    unit = str(last.get("agency_name") or "")
    views = [view.get("unit") for view in evidence.of("dossier_view") if view.get("unit")]
    if any(_is_of(unit, heir) for heir in heirs):
        return Judgement(exchanges_of([*after, *evidence.of("dossier_view")]))
    shown = unit or str((views[-1] if views else {}).get("name") or "–")
    names = " / ".join(heir["name"] for heir in heirs)
    found = Finding(
        "handed_to_other_unit" if unit else "unit_not_told",
        {"unit": shown, "communes": names, "address": str(filing.get("address") or "–")},
        expected=names,
        found=shown,
        exchanges=exchanges_of([filing, last]),
        settles=bool(unit),
        assumed=_is_recalled(evidence.service),
    )
    return Judgement(findings=(found,))


def deadline_kept(evidence: Evidence) -> Judgement:
    """Judge that the due date told after the change is not later than the one promised before.

    A promise is what was told once the dossier was accepted; while a supplement is awaited no time runs.
    """
    blocked, after = _after_the_change(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    own = dossier_code(evidence)
    dated = [fact for fact in evidence.of("dossier_report") if owns(fact, own) and fact.get("due_at")]
    accepted = [fact for fact in dated if status_of(fact) == DossierStatus.ACCEPTED]
    promised = next((fact for fact in reversed(accepted) if fact.exchange < after[0].exchange), None)
    now = next((fact for fact in reversed(after) if fact.get("due_at")), None)
    if promised is None or now is None:
        return Judgement(findings=(Finding("no_due_date", exchanges=exchanges_of(after), settles=False),))
    before, later = str(promised.get("due_at")), str(now.get("due_at"))
    exchanges = exchanges_of([promised, now])
    if datetime.fromisoformat(later) > datetime.fromisoformat(before):
        found = Finding(
            "deadline_moved", {"before": before, "after": later}, expected=before, found=later, exchanges=exchanges
        )
        return Judgement(findings=(found,))
    return Judgement(exchanges)


def _after_the_change(evidence: Evidence) -> tuple[Finding | None, list[Fact]]:
    """Return (why nothing can be said, the acknowledged reports since the officer went on after the change)."""
    if blocked := no_dossier(evidence):
        return blocked, []
    actions = done_actions(evidence)
    moved = [fact for fact in evidence.of("clock_advance") if fact.get("done")]
    if not moved:
        return Finding("clock_not_moved", settles=False), []
    first = next((action for action in actions if action.exchange > moved[-1].exchange), None)
    if first is None:
        return officer_stopped(evidence) or Finding("nothing_reported_since", settles=False), []
    own = dossier_code(evidence)
    after = [
        fact
        for fact in evidence.of("dossier_report")
        if owns(fact, own) and fact.get("accepted") and fact.exchange > first.exchange
    ]
    return (None, after) if after else (Finding("nothing_reported_since", settles=False), [])


def _is_of(unit: str, heir: object) -> bool:
    """Return whether the name of a unit holds the name of its commune (a centre is named after it)."""
    name = str(heir.get("name") or "") if isinstance(heir, dict) else ""
    return bool(name) and folded(name) in folded(unit)


def _is_recalled(service: Service) -> bool:
    return service.before_2025_07 is None or service.before_2025_07.mark is not Mark.SEEN
