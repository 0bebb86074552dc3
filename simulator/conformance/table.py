"""Writes the table of applicability anew, as the rules have it: always the same text for the same data."""

import textwrap
from collections.abc import Iterator
from datetime import date

from simulator.catalogue.applicability import APPLIES
from simulator.catalogue.catalogue import Catalogue
from simulator.conformance.applicability import derived
from simulator.conformance.rules import Place
from simulator.domain.scenario import Scenario

WIDTH = 120
HEAD = """\
# Which scenario is told to whom: scenario -> kind of system/role/way in -> the services that it applies to, and the
# reason for the others (codes of sentences in the reports). One word stands for every service that the minimum claim
# gives that role (contracts/claims/minimum.yaml). `dvcsim check` obeys this table: where it and the rules differ, the
# cell is an ERROR. Written by `make tables`; read the difference before it is committed.
"""


def table_text(catalogue: Catalogue, day: date) -> str:
    """Return the whole file."""
    lines = [HEAD.rstrip("\n"), "format: 1", f'as_of: "{day.isoformat()}"', "scenarios:"]
    for _, scenario in sorted(catalogue.scenarios.items()):
        lines.append(f"  {scenario.id}:")
        lines += _rows(catalogue, scenario, day)
    return "\n".join(lines) + "\n"


def _rows(catalogue: Catalogue, scenario: Scenario, day: date) -> Iterator[str]:
    for kind, roles in catalogue.minimum.roles.items():
        for role, part in roles.items():
            own = [intake for intake in part.optional if intake in scenario.intakes]
            for intake in (*part.intakes, *own):
                place = Place(kind, role, role, (intake,))
                yield from _row(catalogue, scenario, place, part.services, day)


def _row(catalogue: Catalogue, scenario: Scenario, place: Place, services: tuple[str, ...], day: date) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for service in services:
        outcome = derived(catalogue, scenario, catalogue.services[service], place, day)
        groups.setdefault(outcome, []).append(service)
    key = f"    {place.kind}/{place.role}/{place.intakes[0]}:"
    if len(groups) == 1:
        yield f"{key} {next(iter(groups))}"
        return
    yield key
    for outcome in sorted(groups, key=lambda one: (one != APPLIES, one)):
        yield from textwrap.wrap(
            f"{outcome}: [{', '.join(groups[outcome])}]",
            WIDTH,
            initial_indent=" " * 6,
            subsequent_indent=" " * 8,
            break_on_hyphens=False,
            break_long_words=False,
        )
