"""What `dvcsim list` can show: kind -> rows, each with an `id`, made of plain JSON values."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.checks import CHECKS
from simulator.checks.texts import check_title
from simulator.core.data_folders import data_folders
from simulator.province.defects import catalogue as defect_catalogue
from simulator.wire.contracts import load_contracts
from simulator.world.personas import Personas

Row = dict[str, Any]


def rows_of(kind: str, data_dir: Path | None) -> list[Row]:
    """Return the rows of one kind."""
    return KINDS[kind](data_dir)


def _catalogue(data_dir: Path | None) -> Catalogue:
    return load_catalogue(data_folders(data_dir), frozenset(CHECKS))


def _services(data_dir: Path | None) -> list[Row]:
    catalogue = _catalogue(data_dir)
    return [
        {
            "id": service.id,
            "number": service.number,
            "title": service.name.to_json(),
            "codes": [code.code for code in service.codes],
            "ministry": service.ministry,
            "roles": dict(service.roles),
            "sets": [name for name, members in catalogue.sets.items() if service.id in members],
        }
        for service in catalogue.services.values()
    ]


def _scenarios(data_dir: Path | None) -> list[Row]:
    return [
        {
            "id": scenario.id,
            "title": scenario.title.to_json(),
            "summary": scenario.summary.to_json(),
            "services": list(scenario.services),
            "roles": list(scenario.roles),
            "intakes": list(scenario.intakes),
            "drivers": list(scenario.drivers),
            "needs": list(scenario.needs),
            "weathers": list(scenario.weathers),
            "checks": list(scenario.checks),
        }
        for scenario in _catalogue(data_dir).scenarios.values()
    ]


def _requirements(data_dir: Path | None) -> list[Row]:
    return [
        {
            "id": rule.id,
            "title": rule.title.to_json(),
            "text": rule.text.to_json(),
            "level": rule.level,
            "mark": rule.mark.value,
            "document": rule.document,
            "article": rule.article,
            "binds": rule.binds,
            "valid_from": rule.valid_from.isoformat(),
            "valid_until": rule.valid_until.isoformat() if rule.valid_until else None,
            "confirmed_on": rule.confirmed_on.isoformat() if rule.confirmed_on else None,
            "checks": [check.id for check in CHECKS.values() if check.requirement == rule.id],
            "not_tested": rule.not_tested.to_json() if rule.not_tested else None,
        }
        for rule in _catalogue(data_dir).requirements.values()
    ]


def _checks(data_dir: Path | None) -> list[Row]:
    scenarios = _catalogue(data_dir).scenarios.values()
    return [
        {
            "id": check.id,
            "title": check_title(check.id).to_json(),
            "requirement": check.requirement,
            "scenarios": [scenario.id for scenario in scenarios if check.id in scenario.checks],
            "defects": [
                one.id for one in defect_catalogue() if check.id in {name.partition("/")[0] for name in one.expects}
            ],
        }
        for check in CHECKS.values()
    ]


def _defects(_data_dir: Path | None) -> list[Row]:
    return [
        {
            "id": defect.id,
            "title": defect.title.to_json(),
            "breaks": list(defect.breaks),
            "expects": dict(defect.expects),
            "visible_in": list(defect.visible_in),
            "services": list(defect.services),
            "scenarios": list(defect.scenarios),
            "profile": defect.profile,
            "role": defect.role,
            "source": defect.source,
        }
        for defect in defect_catalogue()
    ]


def _contracts(data_dir: Path | None) -> list[Row]:
    return [
        {
            "id": contract.id,
            "title": contract.title.to_json(),
            "direction": contract.direction,
            "method": contract.method,
            "path": contract.path,
            "mark": contract.mark.value,
            "source": contract.source,
        }
        for contract in load_contracts(data_folders(data_dir))
    ]


def _dialects(data_dir: Path | None) -> list[Row]:
    return [
        {
            "id": dialect.id,
            "title": dialect.title.to_json(),
            "success": dialect.code("ok"),
            "rewrites": {one.status: one.told_as for one in dialect.rewrites},
            "addresses": [f"{door.method} /{door.path}" for door in dialect.facade.doors] if dialect.facade else [],
            "answers": dict(dialect.answers),
        }
        for dialect in _catalogue(data_dir).dialects.values()
    ]


def _profiles(data_dir: Path | None) -> list[Row]:
    return [
        {
            "id": profile.id,
            "title": profile.title.to_json(),
            "path": f"/vneid{profile.path}",
            "seen": sorted(field for field, mark in profile.marks.items() if mark.can_fail),
            "marks": {field: mark.value for field, mark in profile.marks.items()},
        }
        for profile in _catalogue(data_dir).identity_profiles.values()
    ]


def _weathers(data_dir: Path | None) -> list[Row]:
    return [
        {"id": weather.id, "title": weather.title.to_json(), "touches": weather.touches, "party": weather.party}
        for weather in _catalogue(data_dir).weathers.values()
    ]


def _personas(data_dir: Path | None) -> list[Row]:
    return [
        {
            "id": persona.id,
            "personal_id": person["personal_id"],
            "title": persona.title.to_json(),
            "note": persona.note.to_json(),
            "account_type": persona.account_type,
            "account_level": int(person["account_level"]),
            "account_state": persona.account_state,
            "attributes": dict(person.attributes),
            "known_to": {source: list(names) for source, names in person.known_to.items()},
        }
        for persona, person in Personas.of(_catalogue(data_dir).personas)
    ]


KINDS: dict[str, Callable[[Path | None], list[Row]]] = {
    "services": _services,
    "scenarios": _scenarios,
    "requirements": _requirements,
    "checks": _checks,
    "defects": _defects,
    "contracts": _contracts,
    "dialects": _dialects,
    "profiles": _profiles,
    "weathers": _weathers,
    "personas": _personas,
}

COLUMNS: dict[str, tuple[str, ...]] = {
    "services": ("number", "codes", "roles"),
    "scenarios": ("weathers", "checks"),
    "requirements": ("level", "mark", "document", "article"),
    "checks": ("requirement", "defects"),
    "defects": ("breaks", "expects"),
    "contracts": ("direction", "method", "path", "mark"),
    "dialects": ("success", "rewrites", "addresses"),
    "profiles": ("path", "seen"),
    "weathers": ("touches", "party"),
    "personas": ("personal_id", "account_type", "account_level", "account_state"),
}
"""Kind -> what the table shows beside id and title."""
