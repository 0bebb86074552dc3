"""The rules that decide whether a scenario is told to a kind of system for a service; each gives its reason.

They read the scenario, the service and the rules of a day alone: what a claim sheet leaves out is for `plan`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from simulator.catalogue.catalogue import Catalogue
from simulator.checks import CHECKS
from simulator.checks.texts import sentence
from simulator.conformance.texts import reason
from simulator.core.text import Text
from simulator.domain.outcome import Verdict
from simulator.domain.scenario import Scenario
from simulator.domain.service import Service


@dataclass(frozen=True)
class Place:
    """A kind of system in its role for a service."""

    kind: str
    natural: str
    """The role that the minimum claim or the service's own file gives it."""
    role: str
    """The role that it takes."""
    intakes: tuple[str, ...]


@dataclass(frozen=True)
class Unfit:
    """Why a cell does not run."""

    code: str
    text: Text
    verdict: Verdict = Verdict.NOT_APPLICABLE


def by_nature(scenario: Scenario, service: Service, place: Place, catalogue: Catalogue, day: date) -> Iterator[Unfit]:
    """Yield the reasons that hold whatever the system claims, the weightiest first."""
    if service.roles.get(place.kind) == "handler" and service.code_on(day) is None:
        yield unfit("no_procedure_code")
    # Somebody else handles the service: that is the reason, whatever else the scenario would need.
    if place.natural != "handler" and not {place.natural, place.role} & set(scenario.roles):
        yield _other_role(scenario, place.role)
    if place.kind not in scenario.kinds:
        yield unfit("other_kind", kind=kind_name(place.kind))
    if "*" not in scenario.services and service.id not in scenario.services:
        yield unfit("other_service")
    if scenario.fee and not service.fee.online_vnd:
        yield unfit("nothing_to_pay")
    missing = [person for person in scenario.people if person not in service.cast]
    if missing:
        yield unfit("no_such_person", person=missing[0])
    if not _is_missed(scenario, service):
        yield unfit("record_not_needed")
    yield from _by_checks(scenario, service, catalogue, day)


def by_place(scenario: Scenario, place: Place) -> Iterator[Unfit]:
    """Yield the reasons that lie in the role and in the ways in."""
    if place.role not in scenario.roles:
        yield _other_role(scenario, place.role)
    if not set(place.intakes) & set(scenario.intakes):
        wanted, claimed = ", ".join(scenario.intakes), ", ".join(place.intakes)
        yield unfit("other_intake", wanted=wanted, intake=claimed)


def kind_name(kind: str) -> Text:
    """Return the word for a kind of system."""
    kinds: Mapping[str, Text] = {"province": Text("tỉnh", "province"), "ministry": Text("bộ", "ministry")}
    return kinds.get(kind, Text(kind, kind))


def _is_missed(scenario: Scenario, service: Service) -> bool:
    """Return whether a record that the story takes away would have replaced a paper of the service."""
    lost = {person: change["unknown_to"] for person, change in scenario.people.items() if "unknown_to" in change}
    return not lost or any(service.papers_without_record(person, sources) for person, sources in lost.items())


def _by_checks(scenario: Scenario, service: Service, catalogue: Catalogue, day: date) -> Iterator[Unfit]:
    checks = [CHECKS[check] for check in scenario.checks if check in CHECKS]
    unsuited = [check.nothing_to_judge(service, day) for check in checks]
    if unsuited and all(unsuited):
        yield Unfit(unsuited[0], sentence(unsuited[0]))
    rules = [catalogue.requirements[check.requirement] for check in checks]
    if rules and not any(rule.in_force(day) for rule in rules):
        yield unfit("rules_not_in_force", day=day.isoformat())


def _other_role(scenario: Scenario, role: str) -> Unfit:
    return unfit("other_role", wanted=", ".join(scenario.roles), role=role)


def unfit(code: str, verdict: Verdict = Verdict.NOT_APPLICABLE, **values: object) -> Unfit:
    """Return a reason with its sentence."""
    return Unfit(code, reason(code, **values), verdict)
