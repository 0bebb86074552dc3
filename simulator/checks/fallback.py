"""A source has no matching record of the citizen: the paper may be asked for then, and the citizen is told why."""

from collections.abc import Iterator

from simulator.checks.blocked import no_form
from simulator.checks.comparing import folded
from simulator.checks.papers import demands, is_readable
from simulator.checks.seen import exchanges_of
from simulator.core.text import Text
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner
from simulator.domain.service import Component, Service


def without_fallback_paper(service: Service) -> str:
    """Return why no paper could be asked for in place of missing data."""
    papers = [one for one in service.components if one.may_be_demanded and one.replaced_by]
    return "" if papers else "no_fallback_paper"


def paper_asked_with_reason(evidence: Evidence) -> Judgement:
    """Judge each paper whose data no source has: it is not demanded, or demanded with a reason that names a source."""
    forms = list(evidence.of("form_read"))
    if not forms:
        return Judgement(findings=(no_form(evidence),))
    missing = [one for one in evidence.service.components if _lacks_data(evidence, one)]
    if not missing:
        return Judgement(findings=(Finding("every_record_there", owner=Owner.TESTER, settles=False),))
    if findings := tuple(finding for one in missing for finding in _unexplained(evidence, one, forms)):
        return Judgement(exchanges_of(forms), findings)
    readable = [form for form in forms if is_readable(evidence.service, form)]
    if not readable:
        return Judgement(findings=(Finding("form_unreadable", exchanges=exchanges_of(forms), settles=False),))
    asked = any(demands(one, form) for one in missing for form in readable)
    return Judgement(exchanges_of(readable), (), "" if asked else "paper_not_asked_at_all")


def names_source(evidence: Evidence, text: str, source: str) -> bool:
    """Return whether a text names a source, by its id or by its name."""
    known = evidence.sources.get(source)
    names = (source, known.name.vi, known.name.en) if known else (source,)
    return any(folded(name) in folded(text) for name in names)


def _lacks_data(evidence: Evidence, component: Component) -> bool:
    wanted = component.may_be_demanded and component.replaced_by
    return bool(wanted) and not any(map(evidence.holds_record, component.replaced_by))


def _unexplained(evidence: Evidence, component: Component, forms: list[Fact]) -> Iterator[Finding]:
    for form in forms:
        for row in demands(component, form):
            reason = str(row.get("reason") or "")
            if not any(names_source(evidence, reason, source) for source in component.replaced_by):
                named = [evidence.name_of(source) for source in component.replaced_by]
                sources = Text(", ".join(one.vi for one in named), ", ".join(one.en for one in named))
                yield Finding(
                    "paper_asked_without_reason",
                    {"code": component.code, "name": component.name, "sources": sources, "reason": reason or "–"},
                    where=component.code,
                    expected=f"reason: {component.replaced_by[0]} ...",
                    found=f"reason: {reason or '–'}",
                    exchanges=exchanges_of([form]),
                )
                return
