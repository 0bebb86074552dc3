"""The opening line of a record: what a reader needs beside the cells."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from simulator import __version__
from simulator.catalogue.catalogue import Catalogue
from simulator.checks import CHECKS
from simulator.conformance.bench import Bench
from simulator.conformance.people import estimate
from simulator.conformance.plan import Cell
from simulator.conformance.record import FORMAT
from simulator.conformance.texts import assumptions, login_profile
from simulator.core.text import Text
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.identity_profile import STANDARD
from simulator.domain.requirement import Requirement


def opening_of(bench: Bench, cells: Iterable[Cell]) -> dict[str, Any]:
    """Return what a reader of the record needs beside the cells: names, rules, choices, assumptions."""
    sheet, options, catalogue = bench.sheet, bench.options, bench.catalogue
    told = list(cells)
    return {
        "format": FORMAT,
        "run": bench.run,
        "tool": "dvcsim",
        "version": __version__,
        "as_of": options.as_of.isoformat(),
        "seed": options.seed,
        "dialect": sheet.dialect,
        "started_at": bench.clock.now().isoformat(timespec="seconds"),
        "simulator": bench.national.url,
        "province": _province(sheet),
        "requirements": {
            key: _requirement(rule.on(options.as_of), catalogue, options.as_of)
            for key, rule in sorted(catalogue.requirements.items())
        },
        "services": {cell.service.id: cell.service.name.to_json() for cell in told},
        "scenarios": {
            cell.scenario.id: {"title": cell.scenario.title.to_json(), "summary": cell.scenario.summary.to_json()}
            for cell in told
        },
        "weathers": {cell.weather.id: cell.weather.title.to_json() for cell in told},
        "assumptions": [text.to_json() for text in (*assumptions(), *_login_profile(sheet, catalogue))],
        **_people(told, sheet),
        "command": list(options.command),
        "options": options.chosen(),
    }


def _people(cells: Iterable[Cell], sheet: ClaimSheet) -> dict[str, Any]:
    """Return what the run will ask of people, when it asks anything."""
    asked = estimate(cells, sheet)
    return {"people": asked._asdict()} if asked.items else {}


def _login_profile(sheet: ClaimSheet, catalogue: Catalogue) -> Iterable[Text]:
    openid = sheet.raw.get("openid", {})
    profile = catalogue.identity_profiles.get(openid.get("profile", STANDARD))
    return [login_profile(profile, openid.get("mode") == "open")] if profile else []


def _province(sheet: ClaimSheet) -> dict[str, Any]:
    return {
        "id": sheet.id,
        "name": sheet.name.to_json(),
        "version": sheet.version,
        "kind": sheet.kind,
        "agency": sheet.agency,
        "province_code": sheet.province_code,
        "digest": sheet.digest,
        "label": sheet.label,
    }


def _requirement(rule: Requirement, catalogue: Catalogue, as_of: date) -> Mapping[str, Any]:
    """Return a rule with all that its coverage is told from, also when no cell of this run judges it."""
    checks = sorted(key for key, check in CHECKS.items() if check.requirement == rule.id)
    scenarios = sorted(key for key, one in catalogue.scenarios.items() if not set(checks).isdisjoint(one.checks))
    return {
        "title": rule.title.to_json(),
        "text": rule.text.to_json(),
        "document": rule.document,
        "article": rule.article,
        "level": rule.level,
        "mark": rule.mark.value,
        "remedy": rule.remedy.to_json(),
        "family": rule.family,
        "binds": rule.binds,
        "in_force": rule.in_force(as_of),
        "checks": checks,
        "scenarios": scenarios,
        "not_tested": rule.not_tested.to_json() if rule.not_tested else None,
    }
