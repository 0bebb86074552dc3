"""What a check is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from simulator.domain.evidence import Evidence
from simulator.domain.outcome import Judgement
from simulator.domain.service import Service


def suits_every_service(service: Service) -> str:  # noqa: ARG001 - the signature of `Check.unsuited`
    """Return no reason: the check has something to judge in any service."""
    return ""


def suits_every_day(service: Service, day: date) -> str:  # noqa: ARG001 - the signature of `Check.unsuited_on`
    """Return no reason: whether there is something to judge does not depend on the day."""
    return ""


@dataclass(frozen=True)
class Check:
    """The smallest judgement, for one requirement."""

    id: str
    requirement: str
    judge: Callable[[Evidence], Judgement]
    unsuited: Callable[[Service], str] = suits_every_service
    """Service -> code of the text that says why the check has nothing to judge there, or an empty text."""
    unsuited_on: Callable[[Service, date], str] = suits_every_day
    """The same for what depends on the day whose rules apply."""
    explained_by: Mapping[str, str] = field(default_factory=dict)
    """Finding code -> the check whose own failure explains it: one cause is one red line."""

    def nothing_to_judge(self, service: Service, day: date) -> str:
        """Return the code of the text that says why there is nothing to judge, or an empty text."""
        return self.unsuited(service) or self.unsuited_on(service, day)
