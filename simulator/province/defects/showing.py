"""Defects of the form that the citizen sees."""

from collections.abc import Sequence
from dataclasses import replace

from simulator.province.people import ONLINE_SOURCES, VNEID
from simulator.province.seams import Seams
from simulator.province.shown_form import EDITABLE, LOCKED, ShownField

_SOMEONE = {"residence": "Số 1 ngõ 2, Phường Cũ, tỉnh Khác", "birth_date": "1970-01-01"}

_OF_THE_REGISTER = ("applicant.full_name", "applicant.residence")


def _attribute(field: ShownField) -> str:
    return field.datum.partition(".")[2]


class AsksKnownResidence(Seams):
    """The form has a line of its own for the residence and does not look at what came with the login."""

    def shown_field(self, field: ShownField) -> ShownField:
        """Show the residence as an empty line."""
        field = super().shown_field(field)
        return field.emptied() if field.state == LOCKED and _attribute(field) == "residence" else field


class PrefillsSomeoneElse(Seams):
    """The cache of look-ups is keyed without the person: everybody sees the first one's data."""

    def shown_field(self, field: ShownField) -> ShownField:
        """Show somebody else's residence and birth date."""
        field = super().shown_field(field)
        value = _SOMEONE.get(_attribute(field))
        return replace(field, value=value) if value and field.state == LOCKED else field


class AsksParentAgain(Seams):
    """What the login told is used in the applicant's part alone."""

    def shown_field(self, field: ShownField) -> ShownField:
        """Show the other parts about the same person empty."""
        field = super().shown_field(field)
        return field.emptied() if field.state == EDITABLE else field


class DemandsIdCopy(Seams):
    """The list of components was never revised: papers that data replace are still marked as required."""

    def is_component_demanded(self, demanded: bool, replaced_by: Sequence[str]) -> bool:
        """Mark every paper that an online source replaces as required."""
        return super().is_component_demanded(demanded, replaced_by) or bool(ONLINE_SOURCES.intersection(replaced_by))


class PaperWithoutReason(Seams):
    """A paper is demanded where the registry has no record, and the citizen is not told why."""

    def paper_reason(self, reason: str) -> str:
        """Say nothing."""
        del reason
        return ""


class FormForPeopleOnly(Seams):
    """The form takes name and address from the register of people, which knows no organisation."""

    def shown_field(self, field: ShownField) -> ShownField:
        """Leave empty what the account of an organisation told."""
        field = super().shown_field(field)
        return field.emptied() if field.source == VNEID and field.datum in _OF_THE_REGISTER else field
