"""The committed table of applicability held against the rules: what differs is told and never passes in silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from simulator.catalogue.applicability import APPLIES, Row
from simulator.catalogue.catalogue import Catalogue
from simulator.conformance.rules import Place, Unfit, by_nature, by_place, unfit
from simulator.core.errors import DataFileError
from simulator.domain.outcome import Verdict
from simulator.domain.scenario import Scenario
from simulator.domain.service import Service

_SETTLE = (
    "If the rules are right, write the table anew (`make tables`; in a data folder of your own"
    " `dvcsim validate --data-dir DIR --write-table DIR/scenarios/applicability.yaml`) and read the difference;"
    " if the table is right, mend the scenario or the service."
)


@dataclass(frozen=True)
class Difference:
    """One service for which the table and the rules do not agree."""

    row: Row
    service: str
    by_rules: str

    @property
    def by_table(self) -> str:
        """Return what the table says."""
        return self.row.outcome(self.service) or "-"

    def unfit(self) -> Unfit:
        """Return it as the reason why a cell does not run: an error, and ours."""
        return unfit(
            "table_differs",
            Verdict.ERROR,
            where=self.row.where,
            row=self.row.key,
            service=self.service,
            table=self.by_table,
            rules=self.by_rules,
        )


def derived(catalogue: Catalogue, scenario: Scenario, service: Service, place: Place, day: date) -> str:
    """Return what the rules of that day say: `applies` or the code of the reason."""
    reasons = chain(by_nature(scenario, service, place, catalogue, day), by_place(scenario, place))
    return next((one.code for one in reasons), APPLIES)


def differences(catalogue: Catalogue) -> Iterator[Difference]:
    """Yield every difference, scenario by scenario."""
    for scenario in catalogue.scenarios.values():
        for kind, roles in catalogue.minimum.roles.items():
            for part in roles.values():
                for service in part.services:
                    yield from differences_of(catalogue, scenario, catalogue.services[service], kind)


def table_problems(catalogue: Catalogue) -> Iterator[DataFileError]:
    """Yield the differences as problems of the data, one for the services of a row that differ in the same way."""
    same: dict[tuple[str, str, str, str, str], list[str]] = {}
    for one in differences(catalogue):
        way = (one.row.where, one.row.scenario, one.row.key, one.by_table, one.by_rules)
        same.setdefault(way, []).append(one.service)
    for (where, scenario, key, table, rules), services in same.items():
        found = f"{scenario}: {key}: the table says {table!r} of {', '.join(services)}"
        yield DataFileError(where, found, f"{rules!r}, as the rules have it", _SETTLE)


def differences_of(catalogue: Catalogue, scenario: Scenario, service: Service, kind: str) -> Iterator[Difference]:
    """Yield where the table and the rules disagree; what the table does not know follows the rules."""
    table = catalogue.applicability
    if table is None or not catalogue.minimum.lists(kind, service.id):
        return
    natural = catalogue.minimum.role_in(kind, service)
    for row in table.of(scenario.id, kind, natural):
        place = Place(kind, natural, natural, (row.intake,))
        by_rules = derived(catalogue, scenario, service, place, table.as_of)
        if row.outcome(service.id) != by_rules:
            yield Difference(row, service.id, by_rules)
