"""A provincial unit as the state codes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.domain.mark import Mark


@dataclass(frozen=True)
class AdministrativeUnit:
    """A province or city under the central government (Decision 19/2025/QĐ-TTg)."""

    code: str
    name: str
    kind: str
    """province, city or trial (the unit of the reference system)."""
    communes: int
    former: Mapping[str, str]
    """Old code -> old name of the units that were merged into it; empty when it is unchanged."""
    mark: Mark
