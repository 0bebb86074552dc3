"""Defects of the login in the middle of a citizen's errand."""

from dataclasses import replace

from simulator.province.identity.trouble import Trouble
from simulator.province.seams import Seams

_TEMPORARY = 503
_ONE_SECOND = 1.0


class LosesTypedOnSessionEnd(Seams):
    """A form without a session is thrown away."""

    def kept_draft(self, values: dict[str, str]) -> dict[str, str]:
        """Keep nothing."""
        del values
        return {}


class OutageBreaksLogin(Seams):
    """Nobody catches that VNeID does not answer."""

    def login_trouble(self, trouble: Trouble) -> Trouble:
        """Answer with the page of an unexpected error."""
        trouble = super().login_trouble(trouble)
        return replace(trouble, status=500) if trouble.status == _TEMPORARY else trouble


class LoginStuckAfterOutage(Seams):
    """A browser in whose login VNeID did not answer is kept out until somebody takes it off a list."""

    def __init__(self) -> None:
        super().__init__()
        self._kept_out: set[str] = set()

    def is_tried_again(self, browser: str, did_not_answer: bool) -> bool:
        """Refuse whoever met an outage."""
        if did_not_answer:
            self._kept_out.add(browser)
        return super().is_tried_again(browser, did_not_answer) and browser not in self._kept_out


class GivesUpTooSoon(Seams):
    """The time-out was set on a day on which VNeID was quick."""

    def login_patience_seconds(self, seconds: float) -> float:
        """Wait one second at most."""
        return min(super().login_patience_seconds(seconds), _ONE_SECOND)
