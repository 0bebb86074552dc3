"""Defects of the login in the middle of a citizen's errand."""

from dataclasses import replace

from simulator.province.identity.refusal import DOWN, LoginRefused
from simulator.province.identity.trouble import Trouble
from simulator.province.seams import Seams

_TEMPORARY = 503


class AsksLevelTooLate(Seams):
    """VNeID is not told which level is needed, and what comes back too low is turned away."""

    def authorization_query(self, query: dict[str, str]) -> dict[str, str]:
        """Ask for any login."""
        asked = super().authorization_query(query)
        return {name: value for name, value in asked.items() if name != "acr_values"}


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

    def __init__(self) -> None:
        super().__init__()
        self._open = False

    def login_trouble(self, trouble: Trouble) -> Trouble:
        """Remember that VNeID did not answer."""
        self._open = self._open or trouble.status == _TEMPORARY
        return super().login_trouble(trouble)

    def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
        """Refuse everybody from then on."""
        if self._open:
            raise LoginRefused("userinfo", "VNeID counts as down", DOWN)
        return super().known_citizen(claims)
