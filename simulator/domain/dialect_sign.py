"""By what a family of systems is recognised in its first messages."""

from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.mark import Mark


@dataclass(frozen=True)
class Sign:
    """Something that one message shows, or shows to be missing; every condition that is given has to hold."""

    id: str
    title: Text
    mark: Mark
    weight: int
    against: bool
    """Whether seeing it speaks against the family."""
    path: str = ""
    """Part of the address."""
    header: str = ""
    """Name of a header of the request."""
    query: str = ""
    """Name of a parameter of the query."""
    operation: str = ""
    """Id of the contract that the message belongs to."""
    has: tuple[str, ...] = ()
    """A place in the body that holds something, `*` for any row."""
    lacks: tuple[str, ...] = ()
    """A field that no row has."""
    values: tuple[str, ...] = ()
    """What stands at `has`, when not anything will do."""
