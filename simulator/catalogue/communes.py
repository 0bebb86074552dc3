"""Lists of communes from `contracts/codes/communes.yaml`, and what a schema cannot say of them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from simulator.catalogue.documents import Document, FileSchemas, Path, day_at
from simulator.core.errors import DataFileError
from simulator.domain.commune import ClosedCode, Commune, CommuneList, District, FormerCommune
from simulator.domain.mark import Mark

LABEL = "contracts/codes/communes.yaml"


def load_communes(
    schemas: FileSchemas, provinces: Collection[str], problems: list[DataFileError]
) -> dict[str, CommuneList]:
    """Read the lists, by province."""
    document = schemas.document("communes", LABEL, problems)
    found: dict[str, CommuneList] = {}
    for index, row in enumerate(document.data["provinces"] if document else ()):
        assert document is not None
        problems.extend(_problems(document, ("provinces", index), row, provinces))
        if row["code"] in found:
            problems.append(document.problem(("provinces", index, "code"), f"province {row['code']} stands twice"))
        found[row["code"]] = _list(document, index, row, problems)
    return found


def _list(document: Document, index: int, row: Mapping[str, Any], problems: list[DataFileError]) -> CommuneList:
    communes = tuple(
        Commune(one["code"], one["name"], one["agency"], tuple(_former(old) for old in one["former"]))
        for one in row["communes"]
    )
    return CommuneList(
        province=row["code"],
        mark=Mark(row["mark"]),
        changed_on=day_at(document, ("provinces", index, "changed_on"), row["changed_on"], problems),
        communes=communes,
        districts=tuple(District(**one) for one in row["districts"]),
        closed={code.code: code for code in _closed(row, communes)},
    )


def _former(row: Mapping[str, Any]) -> FormerCommune:
    return FormerCommune(row["code"], row["name"], row["district"], row.get("share"))


def _closed(row: Mapping[str, Any], communes: tuple[Commune, ...]) -> Iterator[ClosedCode]:
    closed = row["closed"]
    for one in closed["provinces"]:
        yield ClosedCode(one["code"], one["name"], "province", tuple(one["successors"]))
    for one in row["districts"]:
        heirs = tuple(new.code for new in communes if any(old.district == one["code"] for old in new.former))
        yield ClosedCode(one["code"], one["name"], "district", heirs)
        yield ClosedCode(one["agency"], one["office"], "agency", heirs)
    names = {old.code: old.name for new in communes for old in new.former}
    for code in closed["communes"]:
        heirs = tuple(new.code for new in communes if any(old.code == code for old in new.former))
        yield ClosedCode(code, names.get(code, ""), "commune", heirs)
    for one in closed["agencies"]:
        yield ClosedCode(one["code"], one["name"], "agency", tuple(one["successors"]))


def _problems(
    document: Document, place: Path, row: Mapping[str, Any], provinces: Collection[str]
) -> Iterator[DataFileError]:
    if row["code"] not in provinces:
        yield document.unknown((*place, "code"), "province", row["code"], list(provinces))
    yield from _twice(document, place, row)
    yield from _former_problems(document, place, row)
    yield from _closed_problems(document, place, row)


def _twice(document: Document, place: Path, row: Mapping[str, Any]) -> Iterator[DataFileError]:
    seen: set[str] = set()
    for block in ("communes", "districts"):
        for index, one in enumerate(row[block]):
            for key in ("code", "agency"):
                if one[key] in seen:
                    yield document.problem((*place, block, index, key), f"{one[key]} stands twice")
                seen.add(one[key])


def _former_problems(document: Document, place: Path, row: Mapping[str, Any]) -> Iterator[DataFileError]:
    districts = [one["code"] for one in row["districts"]]
    parts: dict[str, list[tuple[Path, Any]]] = {}
    for index, one in enumerate(row["communes"]):
        for number, old in enumerate(one["former"]):
            path = (*place, "communes", index, "former", number)
            parts.setdefault(old["code"], []).append((path, old.get("share")))
            if old["district"] not in districts:
                yield document.unknown((*path, "district"), "district", old["district"], districts)
    for code, shares in parts.items():
        whole = len(shares) == 1 and shares[0][1] is None
        if not whole and sum(share or 0 for _, share in shares) != 100:
            found = ", ".join(str(share or "none") for _, share in shares)
            yield document.problem(
                shares[0][0], f"{code} is split, its shares are {found}", "shares that make 100, or a whole unit"
            )


def _closed_problems(document: Document, place: Path, row: Mapping[str, Any]) -> Iterator[DataFileError]:
    current = [one["code"] for one in row["communes"]]
    former = {old["code"]: old["name"] for one in row["communes"] for old in one["former"]}
    closed = row["closed"]
    for index, code in enumerate(closed["communes"]):
        path = (*place, "closed", "communes", index)
        if code in current:
            yield document.problem(path, f"{code} is the code of a commune of today", "a code that nothing uses")
        elif code not in former:
            yield document.unknown(path, "old commune", code, list(former))
    for code in former.keys() - set(current) - set(closed["communes"]):
        do = "A code that no commune of today keeps was closed on the day of the change."
        yield document.problem((*place, "closed", "communes"), f"{code} ({former[code]}) is missing", do=do)
    agencies = {one["agency"] for one in row["communes"]}
    for index, one in enumerate(closed["agencies"]):
        path = (*place, "closed", "agencies", index)
        if one["code"] in agencies:
            yield document.problem((*path, "code"), f"{one['code']} is the agency of a commune of today")
        for successor in one["successors"]:
            if successor not in current:
                yield document.unknown((*path, "successors"), "commune", successor, current)
