"""The list of communes that the portal publishes, with the codes that the change to two tiers closed."""

from typing import Any

from flask import request

from simulator.core.errors import near_matches
from simulator.domain.commune import ClosedCode, Commune, CommuneList
from simulator.portal.citizen_desk import CitizenDesk
from simulator.web.recording import Answer, Inbound, ViewResult

_KINDS = {"province": "provinces", "district": "districts", "commune": "communes", "agency": "agencies"}


class Communes:
    """The view of `/citizen/communes?province=NN`; public, and always JSON."""

    def __init__(self, desk: CitizenDesk) -> None:
        self._desk = desk

    def show(self, _inbound: Inbound) -> ViewResult:
        """Answer the list of one province; `complete` is false for a province whose list is not there."""
        code = request.args.get("province", "")
        provinces = self._desk.national.catalogue.codes
        if code not in provinces:
            known = near_matches(code, list(provinces))
            return self._desk.refuse(404, "unknown_unit", asked=code or "∅", known=known)
        found = self._desk.national.catalogue.communes.get(code)
        return Answer(communes_json(found) if found else _unknown(code, provinces[code].former))


def communes_json(known: CommuneList) -> dict[str, Any]:
    """Return a list as it is published."""
    closed: dict[str, list[dict[str, Any]]] = {name: [] for name in _KINDS.values()}
    for code in known.closed.values():
        closed[_KINDS[code.kind]].append(_closed(code))
    return {
        "province": known.province,
        "complete": True,
        "changed_on": known.changed_on.isoformat(),
        "communes": [_commune(commune) for commune in known.communes],
        "districts": [vars(district) for district in known.districts],
        "closed": closed,
    }


def _unknown(province: str, former: Any) -> dict[str, Any]:
    provinces = [
        {"code": code, "name": name, "successors": [province]} for code, name in former.items() if code != province
    ]
    return {
        "province": province,
        "complete": False,
        "changed_on": "2025-07-01",
        "communes": [],
        "districts": [],
        "closed": {**{name: [] for name in _KINDS.values()}, "provinces": provinces},
    }


def _commune(commune: Commune) -> dict[str, Any]:
    former = [{name: value for name, value in vars(old).items() if value is not None} for old in commune.former]
    return {"code": commune.code, "name": commune.name, "agency": commune.agency, "former": former}


def _closed(code: ClosedCode) -> dict[str, Any]:
    return {"code": code.code, "name": code.name, "successors": list(code.successors)}
