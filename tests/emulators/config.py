"""Where one emulated system stands, and which accounts it was given."""

from dataclasses import dataclass
from pathlib import Path

from .traits import TRAITS, Traits


@dataclass(frozen=True)
class Config:
    """The installation of one system."""

    family: str
    portal: str
    """Address of the national side."""
    data: Path
    agency: str = "000.00.00.H71"
    unit: str = "H71.12"
    """Short code of the unit that receives dossiers."""
    name: str = "Ủy ban nhân dân phường Thử nghiệm"
    account: str = "field"
    password: str = "field-password"
    client_id: str = "field-rp"
    client_secret: str = "field-rp-secret"
    officer: str = "canbo"
    officer_password: str = "canbo-password"
    every: float = 180.0
    """Seconds between two synchronisations."""
    read_timeout: float = 0.0
    """Seconds; 0 is the family's own."""

    @property
    def traits(self) -> Traits:
        """Return what is particular to the family."""
        return TRAITS[self.family]

    @property
    def timeout(self) -> float:
        """Return the read time-out of calls to the portal, in seconds."""
        return self.read_timeout or self.traits.read_timeout

    @property
    def root(self) -> str:
        """Return the part of the agency code that names the province."""
        return next(part for part in self.agency.split(".") if part[:1].isalpha())
