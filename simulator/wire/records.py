"""The look-up that all registries share but those whose own protocol was seen. The shape is ours (assumed)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from simulator.wire.dossiers import national_code
from simulator.wire.scalars import field


class RecordQuery(NamedTuple):
    """A look-up of what one registry holds of one person."""

    personal_id: str
    procedure_code: str
    """The national part of the code."""
    requester: str
    """The officer or the agency that asks; empty when the message does not say."""
    dossier_code: str
    purpose: str
    request_id: str


def record_query_from_wire(body: Any) -> RecordQuery:
    """Read a look-up; empty texts for what is missing."""
    return RecordQuery(
        personal_id=field(body, "SoDinhDanh"),
        procedure_code=national_code(field(body, "MaTTHC")),
        requester=field(body, "MaCanBo"),
        dossier_code=field(body, "MaHoSo"),
        purpose=field(body, "MucDich"),
        request_id=field(body, "MaYeuCau"),
    )


def records_to_wire(query: RecordQuery, data: Mapping[str, str]) -> dict[str, Any]:
    """Return the answer; `data` by datum, empty when nobody matches."""
    told = [{"datum": datum, "value": value} for datum, value in data.items()]
    return {"MaYeuCau": query.request_id, "DuLieu": told}
