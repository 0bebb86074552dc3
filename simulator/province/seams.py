"""The places where the reference province can be made to do wrong, each with the right behaviour.

A defect is a subclass that overrides one of these methods; nothing else in the province knows about defects.
"""

from collections.abc import Sequence
from typing import Any

from simulator.province.dossier import Dossier
from simulator.province.outbox import Event
from simulator.province.shown_form import ShownField

Message = dict[str, Any]


class Seams:
    """Decisions and outgoing messages as a correct province has them."""

    def shown_field(self, field: ShownField) -> ShownField:
        """Return a line of the form as the citizen sees it."""
        return field

    def is_component_demanded(self, demanded: bool, replaced_by: Sequence[str]) -> bool:
        """Return whether the form demands a component; `demanded` is what the rules say."""
        del replaced_by
        return demanded

    def stored_text(self, field_type: str, text: str) -> str:
        """Return how a text that the citizen typed is kept: as it is, code point for code point."""
        del field_type
        return text

    def officer_status(self, dossier: Dossier, status: int) -> int:
        """Return what an officer's action makes of a dossier."""
        del dossier
        return status

    def population_query(self, query: dict[str, str]) -> dict[str, str] | None:
        """Return the look-up as it is sent; None when nothing is sent."""
        return query

    def record_query(self, query: dict[str, str]) -> dict[str, str] | None:
        """Return a look-up at any other registry as it is sent; None when nothing is sent."""
        return query

    def paper_reason(self, reason: str) -> str:
        """Return why a paper is demanded whose data a source lacks, as the citizen reads it."""
        return reason

    def is_taken_without(self, silent: Sequence[str]) -> bool:
        """Return whether a submission is taken although these sources do not answer."""
        del silent
        return True

    def outage_note(self, note: str) -> str:
        """Return what the dossier says about data that were missing when it was filed."""
        return note

    def decided_value(self, attribute: str, value: str) -> str:
        """Return what the decision says of a datum, given the source's value."""
        del attribute
        return value

    def is_reported(self, event: Event) -> bool:
        """Return whether the portal hears of an event."""
        del event
        return True

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Return the dossier reports that are sent for an event."""
        del event
        return [report]

    def outgoing_steps(self, steps: Sequence[Message]) -> Sequence[Message]:
        """Return the processing steps that are sent."""
        return steps

    def is_kept_after_failure(self, event: Event) -> bool:
        """Return whether an event that could not be sent stays in the outbox."""
        del event
        return True
