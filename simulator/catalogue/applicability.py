"""The committed table of which scenario is told to whom, from `scenarios/applicability.yaml`.

It says nothing that the rules do not say: it is there so that a change of either is seen, and never silent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from simulator.catalogue.documents import Document, FileSchemas, day_at
from simulator.catalogue.minimum import MinimumClaim
from simulator.core.errors import DataFileError
from simulator.domain.scenario import Scenario
from simulator.domain.service import Service

LABEL = "scenarios/applicability.yaml"
APPLIES = "applies"
_INTAKES = ("redirect", "pull", "poll-linked", "counter", "push")
_KEYS = tuple("/".join(parts) for parts in product(("province", "ministry"), ("handler", "relay"), _INTAKES))


@dataclass(frozen=True)
class Row:
    """One line of the table: what it says of a scenario for one kind of system, role and way in."""

    scenario: str
    kind: str
    role: str
    intake: str
    outcomes: Mapping[str, str]
    """Service -> `applies` or the code of the reason; `*` stands for every service of the role."""
    where: str
    """`file:line`"""

    @property
    def key(self) -> str:
        """Return kind/role/intake."""
        return f"{self.kind}/{self.role}/{self.intake}"

    def outcome(self, service: str) -> str:
        """Return what it says of a service; an empty text when it does not name it."""
        return self.outcomes.get(service, self.outcomes.get("*", ""))


@dataclass(frozen=True)
class ApplicabilityTable:
    """The whole table."""

    as_of: date
    rows: tuple[Row, ...] = ()

    def of(self, scenario: str, kind: str, role: str) -> tuple[Row, ...]:
        """Return the rows of a scenario for one kind of system in one role; none when it is not in the table."""
        return tuple(row for row in self.rows if (row.scenario, row.kind, row.role) == (scenario, kind, role))


def load_table(
    schemas: FileSchemas,
    services: Mapping[str, Service],
    scenarios: Mapping[str, Scenario],
    minimum: MinimumClaim,
    found: list[DataFileError],
) -> ApplicabilityTable | None:
    """Read the table; a scenario or service that nobody knows is a problem."""
    document = schemas.document("applicability", LABEL, found)
    if document is None:
        return None
    wrong = list(_key_problems(document)) or list(_problems(document, services, scenarios, minimum))
    found.extend(wrong)
    if wrong:
        return None
    as_of = day_at(document, ("as_of",), document.data["as_of"], found)
    return ApplicabilityTable(as_of, tuple(_rows(document)))


def _rows(document: Document) -> Iterator[Row]:
    for scenario, rows in document.data["scenarios"].items():
        for key, said in rows.items():
            kind, role, intake = key.split("/")
            groups = {said: ["*"]} if isinstance(said, str) else said
            outcomes = {service: code for code, services in groups.items() for service in services}
            where = document.where(("scenarios", scenario, key))
            yield Row(scenario, kind, role, intake, outcomes, where)


def _key_problems(document: Document) -> Iterator[DataFileError]:
    for scenario, rows in document.data["scenarios"].items():
        for key in rows:
            if key not in _KEYS:
                yield document.unknown(("scenarios", scenario, key), "kind/role/intake", key, _KEYS)


def _problems(
    document: Document, services: Mapping[str, Service], scenarios: Mapping[str, Scenario], minimum: MinimumClaim
) -> Iterator[DataFileError]:
    for scenario, rows in document.data["scenarios"].items():
        if scenario not in scenarios:
            yield document.unknown(("scenarios", scenario), "scenario", scenario, list(scenarios))
        for key, said in rows.items():
            kind, role, _ = key.split("/")
            known = minimum.roles[kind][role].services if role in minimum.roles.get(kind, {}) else ()
            named = [] if isinstance(said, str) else [(code, one) for code, group in said.items() for one in group]
            for code, service in named:
                path = ("scenarios", scenario, key, code)
                if service not in services or service not in known:
                    yield document.unknown(path, f"service of a {kind} as {role}", service, list(known))
            twice = {one for _, one in named if [other for _, other in named].count(one) > 1}
            for service in sorted(twice):
                yield document.problem(
                    ("scenarios", scenario, key), f"{service!r} stands twice", "one outcome for each"
                )
