"""What a pack is about: a claim sheet, the national side it will meet, and the data that bind both."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from simulator.catalogue.catalogue import Catalogue
from simulator.domain.claim_sheet import ClaimSheet, ServiceClaim
from simulator.domain.identity_profile import STANDARD, IdentityProfile
from simulator.domain.service import Service
from simulator.vneid.provider import OWN, PATH
from simulator.wire.contracts import Contracts

HANDLER = "handler"


@dataclass(frozen=True)
class Subject:
    """One system and what it is told."""

    sheet: ClaimSheet
    catalogue: Catalogue
    contracts: Contracts
    national_url: str
    """Without a slash at the end."""
    chosen: tuple[str, ...] = ()
    """Services to speak of; empty: every one that the sheet claims."""
    written: Mapping[str, Any] = field(default_factory=dict)
    """The sheet as it stands in its file, so that a secret is told by the variable that holds it."""

    def services(self) -> Iterator[tuple[Service, ServiceClaim]]:
        """Yield each service that the system takes part in, with its claim."""
        for name, claim in self.sheet.services.items():
            if claim.role != "none" and (not self.chosen or name in self.chosen):
                yield self.catalogue.services[name], claim

    def handled(self) -> list[Service]:
        """Return the services that the system handles itself."""
        return [service for service, claim in self.services() if claim.role == HANDLER]

    @property
    def profile(self) -> IdentityProfile:
        """Return the profile of VNeID that its client speaks."""
        return self.catalogue.identity_profiles[self.sheet.raw["openid"].get("profile", STANDARD)]

    @property
    def issuer(self) -> str:
        """Return the issuer of VNeID for this client."""
        own = self.sheet.raw["openid"].get("own_issuer")
        below = OWN.replace("<own>", quote(self.sheet.openid_client, safe="")) if own else ""
        return f"{self.national_url}{PATH}{below}{self.profile.path}"

    def variable(self, part: str, name: str) -> str:
        """Return `${NAME}` where the sheet takes a secret from the environment, else an empty text."""
        value = str(self.written.get(part, {}).get(name, ""))
        return value if value.startswith("${") and value.endswith("}") else ""


class Unset(Mapping[str, str]):
    """The environment of this process; a variable that is not set stands for itself, so that no secret is needed."""

    def __getitem__(self, name: str) -> str:
        return os.environ.get(name, f"${{{name}}}")

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(os.environ)

    def __len__(self) -> int:
        return len(os.environ)
