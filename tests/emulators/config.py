"""Where one emulated system stands, and which accounts it was given."""

import time
from collections.abc import Callable
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
    name: str = "Ủy ban nhân dân phường Thử nghiệm"
    password: str = "field-password"
    client_secret: str = "field-rp-secret"
    officer: str = "canbo"
    officer_password: str = "canbo-password"
    every: float = 180.0
    """Seconds between two synchronisations."""
    read_timeout: float = 0.0
    """Seconds; 0 is the family's own."""
    scale: float = 1.0
    """By what the family's read time-out is multiplied: nobody waits a minute in a test."""
    receives_notices: bool = False
    """Whether what the portal hands over is received without an officer."""
    clock: Callable[[], float] = time.time
    """Seconds since the epoch: how old a kept session is."""

    @property
    def traits(self) -> Traits:
        """Return what is particular to the family."""
        return TRAITS[self.family]

    @property
    def timeout(self) -> float:
        """Return the read time-out of calls to the portal, in seconds."""
        return self.read_timeout or self.traits.read_timeout * self.scale

    def localised(self, procedure: str) -> str:
        """Return the code of a procedure as the family writes it."""
        return self.traits.localised.format(code=procedure, agency=self.agency, root=self.root)

    @property
    def root(self) -> str:
        """Return the part of its agency codes that names the province."""
        return f"H7{self.traits.number}"

    @property
    def agency(self) -> str:
        """Return the agency code of every message."""
        return f"000.00.00.{self.root}"

    @property
    def unit(self) -> str:
        """Return the short code of the unit that receives dossiers."""
        return f"{self.root}.12"

    @property
    def account(self) -> str:
        """Return the account at the adapter."""
        return f"field-{self.family}"

    @property
    def partner(self) -> str:
        """Return its code at the payment platform."""
        return f"FIELD{self.traits.number}"

    @property
    def payment_secret(self) -> str:
        """Return the secret of its signatures there."""
        return f"field-payment-{self.family}"

    @property
    def security_key(self) -> str:
        """Return what land-tax messages have to carry; empty for a family that asks for nothing."""
        return f"field-key-{self.family}" if self.traits.words.get("called") == "tandan" else ""

    @property
    def client_id(self) -> str:
        """Return the client at VNeID."""
        return f"field-rp-{self.family}"
