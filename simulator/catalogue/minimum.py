"""The minimum claim: what each kind of system has to claim at least, from `contracts/claims/minimum.yaml`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.catalogue.documents import Document, FileSchemas
from simulator.core.errors import DataFileError
from simulator.domain.service import Service

LABEL = "contracts/claims/minimum.yaml"


@dataclass(frozen=True)
class Part:
    """What a kind of system claims at least in one role."""

    intakes: tuple[str, ...]
    services: tuple[str, ...]
    optional: tuple[str, ...] = ()
    """Further ways in, which nobody has to claim."""


@dataclass(frozen=True)
class MinimumClaim:
    """What each kind of system has to claim; a service that it does not list follows the roles of its own file."""

    hooks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind of system -> hooks."""
    roles: Mapping[str, Mapping[str, Part]] = field(default_factory=dict)
    """Kind of system -> role -> part."""

    def role_in(self, kind: str, service: Service) -> str:
        """Return the part that this kind of system has in the service: handler, relay or none.

        Nobody handles what cannot be filed: a payment is not among the services that a ministry is judged for.
        """
        own = service.roles.get(kind, "none")
        listed = (role for role, part in self.roles.get(kind, {}).items() if service.id in part.services)
        return next(listed, "none" if own == "handler" and not service.codes else own)

    def lists(self, kind: str, service: str) -> bool:
        """Return whether the service is one that this kind of system has to claim."""
        return any(service in part.services for part in self.roles.get(kind, {}).values())

    def intakes(self, kind: str, role: str, service: str) -> tuple[str, ...]:
        """Return the ways in that have to be claimed for the service."""
        part = self.roles.get(kind, {}).get(role)
        return part.intakes if part and service in part.services else ()


def load_minimum(schemas: FileSchemas, services: Mapping[str, Service], found: list[DataFileError]) -> MinimumClaim:
    """Read the minimum claim; a service in another role than in its own file is a problem."""
    document = schemas.document("minimum", LABEL, found)
    if document is None:
        return MinimumClaim()
    found.extend(_problems(document, services))
    kinds = document.data["kinds"]
    return MinimumClaim(
        hooks={kind: tuple(row["hooks"]) for kind, row in kinds.items()},
        roles={kind: {role: _part(part) for role, part in row["roles"].items()} for kind, row in kinds.items()},
    )


def _part(row: Mapping[str, Any]) -> Part:
    return Part(tuple(row["intakes"]), tuple(row["services"]), tuple(row.get("optional", ())))


def _problems(document: Document, services: Mapping[str, Service]) -> Iterator[DataFileError]:
    for kind, row in document.data["kinds"].items():
        for role, part in row["roles"].items():
            for index, service in enumerate(part["services"]):
                path = ("kinds", kind, "roles", role, "services", index)
                if service not in services:
                    yield document.unknown(path, "service", service, list(services))
                elif services[service].roles.get(kind) != role:
                    own = services[service].roles.get(kind, "none")
                    yield document.problem(
                        path,
                        f"{service} as {role} of a {kind}, but its own file says {own}",
                        f"the role in {services[service].label}",
                        "Correct one of the two.",
                    )
                elif part["services"].index(service) != index:
                    yield document.problem(path, f"{service!r} stands twice")
