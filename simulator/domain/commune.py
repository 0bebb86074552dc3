"""Communes of a province, the units of the three-level model that went into them, and the codes that were closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from simulator.domain.mark import Mark


@dataclass(frozen=True)
class FormerCommune:
    """An old ward, commune or town, or the part of one that went into a commune of today."""

    code: str
    name: str
    district: str
    """Code of the district it lay in."""
    share: int | None
    """Percent of an old unit that was split; None for a whole one."""


@dataclass(frozen=True)
class Commune:
    """A ward, commune or special zone of the two-tier model."""

    code: str
    name: str
    agency: str
    """Agency code of its counter."""
    former: tuple[FormerCommune, ...]


@dataclass(frozen=True)
class District:
    """A district unit; it ended on the day of the change."""

    code: str
    name: str
    agency: str
    office: str
    """Name of its counter."""


@dataclass(frozen=True)
class ClosedCode:
    """A code that must not be used from the day of the change on."""

    code: str
    name: str
    kind: str
    """`province`, `district`, `commune` or `agency`."""
    successors: tuple[str, ...]
    """Codes of the provinces (kind `province`) or communes that took it over; empty when no list says which."""


@dataclass(frozen=True)
class CommuneList:
    """The communes of one province and how they came about."""

    province: str
    mark: Mark
    changed_on: date
    communes: tuple[Commune, ...]
    districts: tuple[District, ...]
    closed: Mapping[str, ClosedCode]
    """Every closed code: provinces, districts, communes, and the agencies of districts and of closed communes."""

    def heirs(self, former: str) -> tuple[Commune, ...]:
        """Return the communes that an old commune went into: several when it was split."""
        return tuple(one for one in self.communes if any(old.code == former for old in one.former))
