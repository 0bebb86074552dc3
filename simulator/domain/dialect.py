"""How a family of real systems expects the portal to answer: data, not code."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.mark import Mark

ANSWERS = (
    "ok",
    "duplicate",
    "malformed",
    "dead_session",
    "bad_login",
    "missing_field",
    "unknown_service",
    "unknown_procedure",
    "foreign_agency",
    "unknown_dossier",
)
"""The answers that a dialect gives a code and a message to."""


@dataclass(frozen=True)
class Dialect:
    """Codes and messages of the portal's answers, as one family of clients reads them."""

    id: str
    title: Text
    answers: Mapping[str, str]
    """Answer name -> `error_code` on the wire."""
    messages: Mapping[str, str]
    """Answer name -> Vietnamese message; `{detail}` is filled in."""
    marks: Mapping[str, Mark]
    """Answer name -> how well its code and message are known."""

    def message(self, name: str, detail: str = "") -> str:
        """Return the message of an answer with `{detail}` filled in and no space left over."""
        return " ".join(self.messages[name].replace("{detail}", detail).split())
