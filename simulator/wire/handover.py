"""The redirect by which the portal hands a citizen's browser to a province: codes in the query string."""

from collections.abc import Mapping
from typing import NamedTuple


class Handover(NamedTuple):
    """What the landing page of a province is told."""

    procedure_code: str
    local_code: str
    online_code: str
    agency: str
    identity: str
    """`1`: log in by VNeID."""


def online_code_of(procedure_code: str) -> str:
    """Return the code of the online service: the procedure code and `.01`."""
    return f"{procedure_code}.01"


def local_code_of(procedure_code: str, agency: str) -> str:
    """Return the localised procedure code (`1.001193.H99`) for an agency in either order of its parts."""
    letters = [part for part in agency.split(".") if part[:1].isalpha()]
    return f"{procedure_code}.{letters[0]}" if letters else procedure_code


def handover_query(procedure_code: str, local_code: str, online_code: str, agency: str) -> dict[str, str]:
    """Return the query of the redirect."""
    return {
        "MaTTHC": procedure_code,
        "MaTTHCDP": local_code,
        "MaDVC": online_code,
        "MaCoQuanThucHien": agency,
        "vneid": "1",
    }


def handover_from_query(query: Mapping[str, str]) -> Handover:
    """Read the query of a redirect; empty texts for what is missing."""
    return Handover(
        query.get("MaTTHC", ""),
        query.get("MaTTHCDP", ""),
        query.get("MaDVC", ""),
        query.get("MaCoQuanThucHien", ""),
        query.get("vneid", ""),
    )
