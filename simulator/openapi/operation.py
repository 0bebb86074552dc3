"""One operation as it is described: what is sent, what comes back, and how well it is known.

Made from a contract, or from a line of `contracts/routes/` for what has no contract of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.core.text import Text
from simulator.domain.mark import Mark

JSON = "application/json"
HTML = "text/html"
_PROVINCE = "province"


@dataclass(frozen=True)
class Schema:
    """A JSON Schema with the document that its `#/$defs/...` are looked up in."""

    name: str
    """Its own name among the components; empty for one that stands where it is used."""
    scope: str
    """In front of the names of its `$defs`."""
    node: Mapping[str, Any]
    root: Mapping[str, Any]


@dataclass(frozen=True)
class Parameter:
    """A value outside the body."""

    name: str
    place: str
    """path, query, header or cookie."""
    required: bool
    schema: Mapping[str, Any]
    description: str = ""


@dataclass(frozen=True)
class Answer:
    """What may come back under one status."""

    status: str
    text: Text
    schema: Schema | None = None
    media: tuple[str, ...] = (JSON,)
    """Media types that it is written in; the schema is that of JSON."""
    examples: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Operation:
    """One operation."""

    id: str
    """`<party>/<name>`."""
    title: Text
    description: Text
    direction: str
    """`province->portal` ..."""
    method: str
    path: str
    document: str
    """The OpenAPI document that holds it."""
    mark: Mark
    source: str
    parameters: tuple[Parameter, ...] = ()
    body: Schema | None = None
    body_media: tuple[str, ...] = (JSON,)
    requests: tuple[Any, ...] = ()
    """Synthetic requests: bodies, or the query of a GET."""
    answers: tuple[Answer, ...] = ()
    security: tuple[str, ...] = ()
    """Any of these schemes lets a caller in."""
    service_key: str = ""
    """Body key `service` that chooses it at the adapter."""
    is_contract: bool = False
    """Whether a file of `contracts/<party>/` describes it."""
    endpoint: str = ""
    """Endpoint of a login profile; each profile has an address of its own for it."""

    @property
    def name(self) -> str:
        """Return the second half of the id."""
        return self.id.partition("/")[2]

    @property
    def party(self) -> str:
        """Return the first half of the id."""
        return self.id.partition("/")[0]

    @property
    def is_offered_by_the_system(self) -> bool:
        """Return whether the system under test answers it, at an address of its claim sheet."""
        return self.direction.endswith(f">{_PROVINCE}")

    @property
    def right_answers(self) -> tuple[Answer, ...]:
        """Return the answers that are no refusals."""
        return tuple(one for one in self.answers if one.status[0] in "23")

    @property
    def refusals(self) -> tuple[Answer, ...]:
        """Return the answers that are."""
        return tuple(one for one in self.answers if one.status[0] not in "23")
