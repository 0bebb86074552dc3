"""The cells of a run, and for each one whether it runs; nothing turns NOT_APPLICABLE in silence."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from simulator.catalogue.catalogue import Catalogue
from simulator.catalogue.minimum import MinimumClaim
from simulator.conformance.applicability import differences_of
from simulator.conformance.options import RunOptions
from simulator.conformance.rules import Place, Unfit, by_nature, by_place, kind_name, unfit
from simulator.conformance.selection import select
from simulator.conformance.texts import reason
from simulator.core.text import Text
from simulator.domain.claim_sheet import ClaimSheet, ServiceClaim
from simulator.domain.outcome import CellOutcome, Verdict
from simulator.domain.scenario import Scenario, Weather
from simulator.domain.service import Service

DRIVEN_BY = {"api": "api", "browser": "browser", "attended": "human"}

_BY_PEOPLE = ("browser", "attended")
"""Drivers under which people do what no hook does."""
INBOUND = "inbound."
"""What a story may need of the part of a claim sheet that says where the portal calls: nobody has to offer it."""
_PEOPLE_DO: Mapping[str, tuple[str, ...]] = {"officer": _BY_PEOPLE, "counter": ("attended",)}
"""Hook -> the drivers under which a person does the same by hand."""


@dataclass(frozen=True)
class Cell:
    """Scenario x service x weather for the system under test."""

    scenario: Scenario
    service: Service
    weather: Weather
    claim: ServiceClaim
    stopped: tuple[Verdict, Text] | None = None
    """Why it does not run: NOT_APPLICABLE or NOT_RUN with the reason; None when it runs."""
    login_driver: str = "api"
    """How the claim sheet says that a login is driven."""

    @property
    def driven_by(self) -> str:
        """Return api, browser or human: a story of logins is driven as the claim sheet says of those."""
        logs_in = any(f"{step.verb} {step.target}" == "call citizen.try_logins" for step in self.scenario.steps)
        driver = self.login_driver if logs_in else self.claim.driver
        return DRIVEN_BY.get(driver, driver)

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
    def alone(self) -> bool:
        """Return whether it has the system under test to itself."""
        return self.weather.exclusive or self.scenario.alone

    @property
    def parks(self) -> bool:
        """Return whether people may take part, so that it waits without holding a thread."""
        return self.claim.driver in _BY_PEOPLE

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
            driven_by=self.driven_by,
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
    cells = tuple(
        _cell(sheet, catalogue, options, scenario, service, weather)
        for scenario in (catalogue.scenarios[one] for one in scenarios)
        for service in (catalogue.services[one] for one in services)
        for weather in (catalogue.weathers[one] for one in scenario.weathers if one in weathers)
    )
    return tuple(_told_once(cells, options.told_elsewhere))


def _told_once(cells: Iterable[Cell], elsewhere: Container[str]) -> Iterator[Cell]:
    """Yield the cells; of a story that has nothing to do with the service only the first that runs does."""
    first: dict[tuple[str, str], str] = {}
    for cell in cells:
        told = (cell.scenario.id, cell.weather.id)
        if cell.runs and cell.scenario.id in elsewhere:
            why = unfit("told_elsewhere")
            yield replace(cell, stopped=(why.verdict, why.text))
        elif cell.scenario.once and cell.runs and first.setdefault(told, cell.service.id) != cell.service.id:
            why = unfit("told_once", service=first[told])
            yield replace(cell, stopped=(why.verdict, why.text))
        else:
            yield cell


def _cell(
    sheet: ClaimSheet, catalogue: Catalogue, options: RunOptions, scenario: Scenario, service: Service, weather: Weather
) -> Cell:
    natural = catalogue.minimum.role_in(sheet.kind, service)
    claim = sheet.services.get(service.id) or ServiceClaim(role=natural, intake="", driver="")
    place = Place(sheet.kind, natural, claim.role, claim.intakes)
    reasons = chain(
        (one.unfit() for one in differences_of(catalogue, scenario, service, sheet.kind)),
        by_nature(scenario, service, place, catalogue, options.as_of),
        _by_minimum(sheet, catalogue.minimum, scenario, service, place),
        by_place(scenario, place),
        _by_claim(sheet, catalogue.minimum, scenario, claim),
    )
    stopped = next(((one.verdict, one.text) for one in reasons), None)
    login_driver = str(sheet.raw.get("openid", {}).get("driver", "api"))
    return Cell(scenario, service, weather, claim, stopped, login_driver)


def _by_minimum(
    sheet: ClaimSheet, minimum: MinimumClaim, scenario: Scenario, service: Service, place: Place
) -> Iterator[Unfit]:
    """What the minimum claim asks for and the sheet leaves out was not run."""
    if place.natural not in scenario.roles:
        return
    known = {"kind": kind_name(sheet.kind), "role": place.natural}
    if service.id not in sheet.services:
        yield unfit("not_claimed", Verdict.NOT_RUN, **known)
    if place.role == "none" or (place.role == "relay" and place.natural == "handler"):
        yield unfit("opted_out", Verdict.NOT_RUN, claimed=place.role, **known)
    owed = set(minimum.intakes(sheet.kind, place.natural, service.id)) & set(scenario.intakes)
    if owed and not set(place.intakes) & set(scenario.intakes):
        yield unfit("way_in_left_out", Verdict.NOT_RUN, intake=", ".join(sorted(owed)), **known)


def _by_claim(sheet: ClaimSheet, minimum: MinimumClaim, scenario: Scenario, claim: ServiceClaim) -> Iterator[Unfit]:
    for part in scenario.needs:
        if part.startswith(INBOUND) and not sheet.offers(part):
            yield unfit("no_inbound", address=part)
    for part in scenario.claims:
        if part not in claim.claims:
            yield unfit("part_not_claimed", part=part)
    if scenario.fee and sheet.payment is None:
        yield unfit("no_payment_account")
    if claim.driver not in scenario.drivers:
        wanted = ", ".join(scenario.drivers)
        yield unfit("other_driver", Verdict.NOT_RUN, wanted=wanted, driver=claim.driver)
    for hook in scenario.needs:
        if not (hook.startswith(INBOUND) or sheet.offers(hook) or claim.driver in _PEOPLE_DO.get(hook, ())):
            owed = hook in minimum.hooks.get(sheet.kind, ())
            yield unfit("hook_left_out" if owed else "no_hook", Verdict.NOT_RUN, hook=hook, kind=kind_name(sheet.kind))
