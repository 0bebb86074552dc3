"""What a contract says about one message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ELSEWHERE = frozenset({"nfc", "status_order", "result_link"})
"""Keywords of findings that a check of its own judges by facts: kept with the exchange, laid at no session's door."""
MORE = "more"
"""Keyword of the finding that only says how many others there were."""


@dataclass(frozen=True)
class ContractFinding:
    """One place where a message differs from its contract."""

    contract: str
    """Contract id, for example `portal/DongBoHoSoMC`."""
    pointer: str
    """JSON pointer into the message."""
    expected: str
    found: str
    keyword: str = ""
    """The JSON Schema keyword that was broken (required, type, pattern ...)."""
    unknown_field: bool = False
    """A field that the contract does not know: a review item, never more than WARN."""
    assumed: bool = False
    """The part of the contract that is broken is assumed, RECALLED or UNSURE: capped at WARN."""
    row: int | None = None
    """Index of the row of a batch that it belongs to; None for the envelope."""

    def to_json(self) -> dict[str, Any]:
        """Return the finding as it is stored and sent."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "ContractFinding":
        """Read what `to_json` wrote."""
        return cls(**value)
