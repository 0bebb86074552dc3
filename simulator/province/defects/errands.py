"""Defects of the login in the middle of a citizen's errand."""

from dataclasses import replace

from simulator.province.identity.trouble import Trouble
from simulator.province.seams import Seams

_TEMPORARY = 503


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
    """A switch that was thrown when VNeID did not answer has to be thrown back by hand."""

    def is_tried_again(self, did_not_answer: bool) -> bool:
        """Refuse everybody from then on."""
        return super().is_tried_again(did_not_answer) and not did_not_answer
