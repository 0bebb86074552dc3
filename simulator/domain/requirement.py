"""One rule that a check can cite."""

from dataclasses import dataclass, replace
from datetime import date

from simulator.core.text import Text
from simulator.domain.mark import Mark


@dataclass(frozen=True)
class Requirement:
    """A rule: its source and article, in our own words, how strong it is, whom it binds, and when."""

    id: str
    title: Text
    text: Text
    document: str
    article: str
    level: str
    """`MUST` or `SHOULD`."""
    binds: str
    mark: Mark
    valid_from: date
    valid_until: date | None
    remedy: Text
    family: str
    """The scenario family that judges it: `tracking`, `data`, `once`, `lifecycle`, `wire`..."""
    not_tested: Text | None = None
    confirmed_on: date | None = None
    """From this day on a text that was read says the rule in so many words; before, only `mark` stands for it."""

    def in_force(self, as_of: date) -> bool:
        """Return whether the rule binds on that day."""
        return self.valid_from <= as_of and (self.valid_until is None or as_of <= self.valid_until)

    def on(self, as_of: date) -> "Requirement":
        """Return the rule as well known as it is on that day."""
        confirmed = self.confirmed_on is not None and as_of >= self.confirmed_on
        return replace(self, mark=Mark.SEEN) if confirmed else self

    @property
    def can_fail(self) -> bool:
        """Return whether breaking it is a FAIL; a SHOULD or a rule that is not SEEN only warns."""
        return self.level == "MUST" and self.mark.can_fail
