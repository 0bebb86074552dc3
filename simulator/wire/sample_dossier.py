"""The message of a first dossier, for a sample: the contract's own example, filled with one system's codes."""

import json
from collections.abc import Mapping
from typing import Any

from simulator.domain.service import Service
from simulator.wire.handover import local_code_of


def sample_dossier(example: Mapping[str, Any], service: Service, agency: str, receiving: str) -> dict[str, Any]:
    """Return a new dossier of the service, sent by `agency` and received by `receiving`; it names no file."""
    message: dict[str, Any] = json.loads(json.dumps(example))
    message["madonvi"] = agency
    message["data"][0] |= {
        "MaHoSo": f"{receiving}-250701-0001",
        "MaTTHC": local_code_of(service.codes[0].code, agency),
        "TenTTHC": service.codes[0].name,
        "MaLinhVuc": service.field_code,
        "TenLinhVuc": service.field_name,
        "TrichYeuHoSo": service.name.vi,
        "TaiLieuNop": [],
    }
    return message
