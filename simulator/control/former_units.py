"""Old communes and closed codes for a story: picked from the published lists, the same for the same person."""

from dataclasses import dataclass
from typing import Any

from simulator.catalogue.communes import LABEL
from simulator.control.problems import HandProblem
from simulator.control.stage import Stage
from simulator.domain.commune import ClosedCode, Commune, CommuneList, District, FormerCommune

OF_CLOSED_PROVINCE = "of_closed_province"
CLOSED = ("closed", OF_CLOSED_PROVINCE)
"""What a story may say under `agency`: a code that was closed in this province, or with a whole province."""


@dataclass(frozen=True)
class FormerHome:
    """Where a citizen lived before the change: an old commune in an old district."""

    old: FormerCommune
    district: District
    heirs: tuple[Commune, ...]
    """The communes into which the old one went; several when it was split."""

    def address(self, number: int, province: str) -> str:
        """Return an address in the old three levels, as it stands on a card of before."""
        return f"Số {1 + number % 200} đường Thử Nghiệm, {self.old.name}, {self.district.name}, {province}"


def former_home(stage: Stage, number: int) -> FormerHome:
    """Return an old home for the person with that number, out of every kind of change in turn."""
    known = _list(stage)
    districts = {district.code: district for district in known.districts}
    olds = {old.code: old for commune in known.communes for old in commune.former}
    if not olds:
        raise _missing(stage, "an old commune")
    old = olds[sorted(olds)[number % len(olds)]]
    return FormerHome(old, districts[old.district], known.heirs(old.code))


def closed_agency(stage: Stage, kind: str) -> ClosedCode:
    """Return a closed agency code with a successor, of a kind in `CLOSED`: of this province, or of a closed one.

    Another than a district's, which the story may not have had.
    """
    own = {_head(commune.agency) for commune in _list(stage).communes}
    codes = [
        code
        for code in _list(stage).closed.values()
        if code.kind == "agency" and code.successors and (_head(code.code) in own) is (kind != OF_CLOSED_PROVINCE)
    ]
    districts = {district.agency for district in _list(stage).districts}
    found = next((code for code in codes if code.code not in districts), next(iter(codes), None))
    if found is None:
        raise _missing(stage, "a closed agency code with its successors")
    return found


def _head(agency: str) -> str:
    """Return the province's part of an agency code: H99 of H99.12."""
    return agency.partition(".")[0]


def closed_json(stage: Stage, closed: ClosedCode | None) -> dict[str, Any] | None:
    """Return a closed code with the communes that took it over, for a fact."""
    if closed is None:
        return None
    heirs = [commune for commune in _list(stage).communes if commune.code in closed.successors]
    return {"code": closed.code, "name": closed.name, "successors": communes_json(heirs)}


def communes_json(communes: Any) -> list[dict[str, str]]:
    """Return communes for a fact."""
    return [{"code": one.code, "name": one.name, "agency": one.agency} for one in communes]


def _list(stage: Stage) -> CommuneList:
    found = stage.national.catalogue.communes.get(stage.sheet.province_code)
    if found is None:
        raise _missing(stage, f"province {stage.sheet.province_code}")
    return found


def _missing(stage: Stage, what: str) -> HandProblem:
    detail = (
        f"{LABEL} has no list with {what} for {stage.sheet.id};"
        " add the list of this province in a data folder of your own (--data-dir)"
    )
    return HandProblem("no_list", detail)
