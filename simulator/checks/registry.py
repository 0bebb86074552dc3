"""The province takes the data from the registries: they reach it in one of three ways, and it decides with them.

The ways: it looks them up and says for what; they come with the login (where the system claims so); or an officer looks
them up beside the system (where it claims so), which only the decision can show.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.checks.blocked import hand_problem, no_dossier, officer_stopped
from simulator.checks.comparing import KINDS, attribute_of, same_value
from simulator.checks.seen import done_actions, exchanges_of, nothing_more_is_due, status_made
from simulator.core.text import Text
from simulator.domain.dossier import DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner
from simulator.domain.service import Service

_OWN_ROUTE = "/ndxp/csdlqgdc/TraCuuThongTinCongDan"
"""The route to the population database."""
_SHARED_ROUTE = "/ndxp/{source}/TraCuuDuLieu"
"""The route that all other registries share."""
_DECISIONS = (DossierStatus.FINISHED, DossierStatus.RETURNED)


@dataclass(frozen=True)
class Need:
    """Data that have to reach the province from one of these sources."""

    sources: tuple[str, ...]
    person: str
    """Personal number by which it is looked up; empty for anybody's."""
    datums: tuple[str, ...]
    assumed: bool

    def names(self, evidence: Evidence) -> Text:
        """Return the names of the sources."""
        found = [evidence.name_of(source) for source in self.sources]
        return Text(" / ".join(one.vi for one in found), " / ".join(one.en for one in found))

    def route(self, evidence: Evidence) -> str:
        """Return the address at which the first source is asked."""
        source = evidence.sources.get(self.sources[0])
        own = source is not None and source.answers == "own"
        return _OWN_ROUTE if own else _SHARED_ROUTE.format(source=self.sources[0])


def needs_no_lookup(service: Service) -> str:
    """Return why the province has nothing to take from a registry for this service."""
    replaced = any(component.replaced_by for component in service.components)
    return "" if replaced or decided_datums(service) else "no_lookup_needed"


def decides_without_data(service: Service) -> str:
    """Return why there is no datum to judge in the decision."""
    return "" if decided_datums(service) else "no_decided_datum"


def decided_datums(service: Service) -> tuple[str, ...]:
    """Return the datums that the service's results take from a registry, of those that can be compared."""
    datums = (datum for result in service.results for datum in result.data)
    return tuple(dict.fromkeys(datum for datum in datums if attribute_of(datum) in KINDS))


def needs(evidence: Evidence) -> tuple[Need, ...]:
    """Return what has to reach the province: who the applicant is, and what stands in for each paper."""
    service = evidence.service
    own = tuple(one.id for one in evidence.sources.values() if one.answers == "own")
    at_login = {one.id for one in evidence.sources.values() if one.answers == "login"}
    named = any(set(own) & set(component.replaced_by) for component in service.components)
    found = []
    if own and (named or decided_datums(service)):
        applicant = evidence.people.get(service.citizen)
        number = (applicant.get("personal_id") if applicant else None) or "-"
        found.append(Need(own, number, decided_datums(service), assumed=False))
    for component in service.components:
        sources = component.replaced_by
        elsewhere = component.may_be_demanded and not set(sources) & {*own, *at_login}
        if elsewhere and any(map(evidence.holds_record, sources)):
            found.append(Need(sources, "", _datums(evidence, sources), not evidence.surely_replaces(sources)))
    return tuple(dict.fromkeys(found))


def _datums(evidence: Evidence, sources: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(datum for one in sources if one in evidence.sources for datum in _covered(evidence, one))


def _covered(evidence: Evidence, source: str) -> tuple[str, ...]:
    return evidence.service.covered(evidence.sources[source])


def registry_consulted(evidence: Evidence) -> Judgement:
    """Judge that each datum that is needed reached the province before the decision, in one of the three ways."""
    ways = [_way(evidence, need) for need in needs(evidence)]
    witness = tuple(dict.fromkeys(one for way in ways for one in way.witness))
    findings: list[Finding] = []
    for finding in (finding for way in ways for finding in way.findings):
        if finding not in findings:  # what blocks several needs is one cause
            findings.append(finding)
    if findings:
        return Judgement(witness, tuple(findings))
    said = tuple(dict.fromkeys(way.confirms for way in ways))
    return Judgement(witness, (), said[0] if len(said) == 1 else "", {"source": _listed(ways)})


def _listed(ways: list[Judgement]) -> Text:
    named = [way.values["source"] for way in ways]
    return Text(", ".join(one.vi for one in named), ", ".join(one.en for one in named))


def _way(evidence: Evidence, need: Need) -> Judgement:
    lookups = [
        fact
        for fact in evidence.of("lookup")
        if fact.get("registry") in need.sources
        and not fact.get("refused")
        and need.person in ("", fact.get("personal_id"))
    ]
    told = {"source": need.names(evidence)}
    if lookups:
        return _looked_up(evidence, need, lookups)
    if evidence.data_route == "pushed":
        return _pushed(evidence, need, told)
    if evidence.data_route == "officer":
        return _by_officer(evidence, need, told)
    return Judgement(findings=(_never(evidence, need),))


def _looked_up(evidence: Evidence, need: Need, lookups: list[Fact]) -> Judgement:
    decided = _decision_at(evidence)
    in_time = [fact for fact in lookups if decided is None or fact.exchange < decided.exchange]
    findings = tuple(_unexplained(evidence, need, in_time or lookups))
    if decided is not None and not in_time:
        late = Finding(
            "looked_up_after_decision",
            {"route": need.route(evidence), "source": need.names(evidence)},
            exchanges=exchanges_of([decided, *lookups]),
            assumed=need.assumed,
        )
        findings = (late, *findings)
    return Judgement(exchanges_of(in_time), findings, "route_lookup", {"source": need.names(evidence)})


def _pushed(evidence: Evidence, need: Need, told: dict[str, Text]) -> Judgement:
    """The login has to have carried every datum that is needed, or nobody can see that it was pushed."""
    logins = list(evidence.of("identity_login"))
    carried = {name for fact in logins for name in fact.get("attributes") or ()}
    lacking = [datum for datum in need.datums if attribute_of(datum) not in carried]
    if logins and not lacking:
        return Judgement(exchanges_of(logins), (), "route_pushed", told)
    values = {**told, "lacking": ", ".join(lacking) or "–", "route": need.route(evidence)}
    unseen = Finding("push_not_seen", values, exchanges=exchanges_of(logins), settles=False)
    return Judgement(findings=(no_dossier(evidence) or unseen,))


def _by_officer(evidence: Evidence, need: Need, told: dict[str, Text]) -> Judgement:
    """Only the decision can show it: it carries what the registry knows and neither citizen nor login told."""
    typed = {datum for fact in evidence.of("submission") for datum in fact.get("typed") or {}}
    carried = {name for fact in evidence.of("identity_login") for name in fact.get("attributes") or ()}
    views = [view for view in evidence.of("dossier_view") if view.get("place") == "province" and view.get("decision")]
    rows = [(str(row.get("datum")), str(row.get("value") or "")) for view in views[-1:] for row in view.get("decision")]
    shown = [
        datum
        for datum, value in rows
        if datum in need.datums and datum not in typed and attribute_of(datum) not in carried
        if (truth := evidence.truth(datum)) and same_value(attribute_of(datum), truth[0], value)
    ]
    if shown:
        return Judgement(exchanges_of(views[-1:]), (), "route_officer", told)
    unseen = Finding("officer_lookup_not_seen", told, exchanges=exchanges_of(views), settles=False)
    return Judgement(findings=(no_dossier(evidence) or unseen,))


def _never(evidence: Evidence, need: Need) -> Finding:
    blocked = no_dossier(evidence) or (None if _decision_at(evidence) else officer_stopped(evidence))
    if blocked:
        return blocked
    decided = _decision_at(evidence)
    due = decided is not None or nothing_more_is_due(evidence)
    route = need.route(evidence)
    return Finding(
        "never_looked_up" if due else "not_looked_up_yet",
        {"route": route, "source": need.names(evidence)},
        expected=f"POST {route}",
        found="–",
        exchanges=exchanges_of([*evidence.of("submission"), *([decided] if decided else [])]),
        settles=due,
        assumed=need.assumed,
    )


def _unexplained(evidence: Evidence, need: Need, lookups: list[Fact]) -> Iterator[Finding]:
    bare = [fact for fact in lookups if not (fact.get("requester") and fact.get("purpose"))]
    if bare and len(bare) == len(lookups):
        lacking = [name for name in ("requester", "purpose") if not bare[0].get(name)]
        yield Finding(
            "lookup_unexplained",
            {"lacking": ", ".join(lacking), "route": need.route(evidence), "source": need.names(evidence)},
            expected="requester, purpose",
            found=", ".join(f"{name}: {bare[0].get(name) or '–'}" for name in ("requester", "purpose")),
            exchanges=exchanges_of(bare),
            assumed=True,
        )


def _decision_at(evidence: Evidence) -> Fact | None:
    return next((action for action in done_actions(evidence) if status_made(action) in _DECISIONS), None)


def decision_uses_datum(evidence: Evidence) -> Judgement:
    """Judge that the decision carries what the registry knows about the citizen."""
    blocked = no_dossier(evidence) or (None if _decision_at(evidence) else officer_stopped(evidence))
    views = [view for view in evidence.of("dossier_view") if view.get("place") == "province" and view.get("decision")]
    if not views:
        missing = Finding("no_decision_shown", exchanges=exchanges_of(evidence.of("dossier_view")), settles=False)
        return Judgement(findings=(blocked or hand_problem(evidence) or missing,))
    decided = {str(row.get("datum")): str(row.get("value") or "") for row in views[-1].get("decision")}
    known = {datum: truth for datum in decided_datums(evidence.service) if (truth := evidence.truth(datum))}
    if not known:
        return Judgement(findings=(Finding("nobody_knows", owner=Owner.TESTER, settles=False),))
    exchanges = exchanges_of(views[-1:])
    findings = [
        _decided(datum, value, sources, decided, exchanges)
        for datum, (value, sources) in known.items()
        if datum not in decided or not same_value(attribute_of(datum), value, decided[datum])
    ]
    return Judgement(exchanges, tuple(findings))


def _decided(
    datum: str, value: str, sources: tuple[str, ...], decided: dict[str, str], exchanges: tuple[int, ...]
) -> Finding:
    return Finding(
        "decision_differs" if datum in decided else "decision_lacks_datum",
        {"datum": datum, "value": decided.get(datum) or "–", "truth": value, "sources": ", ".join(sources)},
        where=datum,
        expected=value,
        found=decided.get(datum) or "–",
        exchanges=exchanges,
        settles=datum in decided,
    )
