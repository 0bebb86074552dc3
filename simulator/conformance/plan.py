"""The cells of a run, and for each one whether it runs; nothing turns NOT_APPLICABLE in silence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.catalogue.catalogue import Catalogue
from simulator.checks import CHECKS
from simulator.checks.texts import sentence
from simulator.conformance.options import RunOptions
from simulator.conformance.selection import select
from simulator.conformance.texts import reason
from simulator.core.text import Text
from simulator.domain.claim_sheet import ClaimSheet, ServiceClaim
from simulator.domain.outcome import CellOutcome, Verdict
from simulator.domain.scenario import Scenario, Weather
from simulator.domain.service import Service

DRIVEN_BY = {"api": "api", "browser": "browser", "attended": "human"}
_UNCLAIMED = ServiceClaim(role="none", intake="", driver="")


@dataclass(frozen=True)
class Cell:
    """Scenario x service x weather for the system under test."""

    scenario: Scenario
    service: Service
    weather: Weather
    claim: ServiceClaim
    stopped: tuple[Verdict, Text] | None = None
    """Why it does not run: NOT_APPLICABLE or NOT_RUN with the reason; None when it runs."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return (scenario, service, weather)."""
        return (self.scenario.id, self.service.id, self.weather.id)

    @property
    def name(self) -> str:
        """Return the key as one word for request ids."""
        return "+".join(self.key)

    @property
    def intake(self) -> str:
        """Return the intake mode that the story uses, of those that are claimed."""
        return next((mode for mode in self.claim.intakes if mode in self.scenario.intakes), self.claim.intake)

    @property
    def runs(self) -> bool:
        """Return whether a session is opened for it."""
        return self.stopped is None

    def outcome(self, verdict: Verdict, why: Text) -> CellOutcome:
        """Return an outcome of this cell without checks."""
        return CellOutcome(
            service=self.service.id,
            scenario=self.scenario.id,
            weather=self.weather.id,
            verdict=verdict,
            reason=why,
            role=self.claim.role,
            intake=self.intake,
            driven_by=DRIVEN_BY.get(self.claim.driver, self.claim.driver),
        )

    def planned(self) -> CellOutcome:
        """Return the outcome that stands in the record before anything has happened."""
        verdict, why = self.stopped or (Verdict.NOT_RUN, reason("planned"))
        return self.outcome(verdict, why)


def plan(sheet: ClaimSheet, catalogue: Catalogue, options: RunOptions) -> tuple[Cell, ...]:
    """Return the cells of the selection, scenario by scenario."""
    services = select("--service", options.services, catalogue.services, catalogue.sets)
    scenarios = select("--scenario", options.scenarios, catalogue.scenarios)
    weathers = select("--weather", options.weathers, catalogue.weathers)
    return tuple(
        _cell(sheet, catalogue, options, scenario, service, weather)
        for scenario in (catalogue.scenarios[one] for one in scenarios)
        for service in (catalogue.services[one] for one in services)
        for weather in (catalogue.weathers[one] for one in scenario.weathers if one in weathers)
    )


def _cell(
    sheet: ClaimSheet, catalogue: Catalogue, options: RunOptions, scenario: Scenario, service: Service, weather: Weather
) -> Cell:
    claim = sheet.services.get(service.id, _UNCLAIMED)
    natural = service.roles.get(sheet.kind, "none")
    if service.id not in sheet.services:
        claim = ServiceClaim(role=natural, intake="", driver="")
    why = next(
        (
            stopped
            for stopped in (
                *_by_hands(scenario, claim, natural),
                *_by_kind(sheet, scenario),
                *_by_scenario(scenario, service, catalogue, options),
                *_by_code(service, natural, options),
                *_by_role(sheet, scenario, service, natural),
                *_by_claim(sheet, scenario, claim),
            )
            if stopped
        ),
        None,
    )
    return Cell(scenario, service, weather, claim, why)


def _by_hands(scenario: Scenario, claim: ServiceClaim, natural: str) -> Iterator[tuple[Verdict, Text]]:
    """Somebody else handles the service: that is the reason, whatever else the scenario would need."""
    if natural != "handler" and claim.role not in scenario.roles:
        yield Verdict.NOT_APPLICABLE, _other_role(scenario, claim.role)


def _by_kind(sheet: ClaimSheet, scenario: Scenario) -> Iterator[tuple[Verdict, Text]]:
    if sheet.kind not in scenario.kinds:
        yield Verdict.NOT_APPLICABLE, reason("other_kind", kind=_kind(sheet))


def _by_scenario(
    scenario: Scenario, service: Service, catalogue: Catalogue, options: RunOptions
) -> Iterator[tuple[Verdict, Text]]:
    if "*" not in scenario.services and service.id not in scenario.services:
        yield Verdict.NOT_APPLICABLE, reason("other_service")
    missing = [person for person in scenario.people if person not in service.cast]
    if missing:
        yield Verdict.NOT_APPLICABLE, reason("no_such_person", person=missing[0])
    if not _is_missed(scenario, service):
        yield Verdict.NOT_APPLICABLE, reason("record_not_needed")
    unsuited = {check: CHECKS[check].unsuited(service) for check in scenario.checks if check in CHECKS}
    if unsuited and all(unsuited.values()):
        yield Verdict.NOT_APPLICABLE, sentence(next(iter(unsuited.values())))
    rules = [catalogue.requirements[CHECKS[check].requirement] for check in scenario.checks if check in CHECKS]
    if rules and not any(rule.in_force(options.as_of) for rule in rules):
        yield Verdict.NOT_APPLICABLE, reason("rules_not_in_force", day=options.as_of.isoformat())


def _is_missed(scenario: Scenario, service: Service) -> bool:
    """Return whether a record that the story takes away would have replaced a paper of the service."""
    lost = {person: change["unknown_to"] for person, change in scenario.people.items() if "unknown_to" in change}
    return not lost or any(service.papers_without_record(person, sources) for person, sources in lost.items())


def _by_role(sheet: ClaimSheet, scenario: Scenario, service: Service, natural: str) -> Iterator[tuple[Verdict, Text]]:
    claim = sheet.services.get(service.id)
    role = claim.role if claim else natural
    if natural == "handler" and claim is None:
        yield Verdict.NOT_RUN, reason("not_claimed", kind=_kind(sheet))
    if natural == "handler" and role != "handler":
        yield Verdict.NOT_RUN, reason("opted_out", role=role, kind=_kind(sheet))
    if role not in scenario.roles:
        yield Verdict.NOT_APPLICABLE, _other_role(scenario, role)
    if claim is None:
        yield Verdict.NOT_RUN, reason("not_claimed", kind=_kind(sheet))


def _by_claim(sheet: ClaimSheet, scenario: Scenario, claim: ServiceClaim) -> Iterator[tuple[Verdict, Text]]:
    if not set(claim.intakes) & set(scenario.intakes):
        wanted, claimed = ", ".join(scenario.intakes), ", ".join(claim.intakes)
        yield Verdict.NOT_APPLICABLE, reason("other_intake", wanted=wanted, intake=claimed)
    for part in scenario.claims:
        if part not in claim.claims:
            yield Verdict.NOT_APPLICABLE, reason("part_not_claimed", part=part)
    if claim.driver not in scenario.drivers:
        yield Verdict.NOT_RUN, reason("other_driver", wanted=", ".join(scenario.drivers), driver=claim.driver)
    for hook in scenario.needs:
        if hook not in sheet.hooks:
            yield Verdict.NOT_RUN, reason("no_hook", hook=hook)


def _other_role(scenario: Scenario, role: str) -> Text:
    return reason("other_role", wanted=", ".join(scenario.roles), role=role)


def _by_code(service: Service, natural: str, options: RunOptions) -> Iterator[tuple[Verdict, Text]]:
    if natural == "handler" and service.code_on(options.as_of) is None:
        yield Verdict.NOT_APPLICABLE, reason("no_procedure_code")


def _kind(sheet: ClaimSheet) -> Text:
    kinds: Mapping[str, Text] = {"province": Text("tỉnh", "province"), "ministry": Text("bộ", "ministry")}
    return kinds.get(sheet.kind, Text(sheet.kind, sheet.kind))
