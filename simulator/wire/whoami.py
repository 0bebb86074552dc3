"""Who is logged in, as a system under test tells it. Our own design (assumed): no public source shows this message."""

from collections.abc import Mapping
from typing import Any

from simulator.wire.scalars import field


def whoami_from_wire(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return {personal_id, name, acr, level}; level 0 when it is not told."""
    level = document.get("level")
    return {
        "personal_id": field(document, "personal_id"),
        "name": field(document, "name"),
        "acr": field(document, "acr"),
        "level": level if isinstance(level, int) and not isinstance(level, bool) else 0,
    }
