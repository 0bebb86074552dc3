"""What citizens typed about themselves, kept for their next form (Decree 45/2020, article 16: personal data store).

Only what is said of the citizen as such is kept; what the form says of them in another part (a parent, a spouse) may
be somebody else the next time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from simulator.province.dossier import Dossier
from simulator.province.eform import APPLICANT, EForm
from simulator.province.seams import Seams
from simulator.province.shown_form import EDITABLE, INPUT, ShownField
from simulator.province.store import Store, Transaction

PERSONAL_STORE = "KHO_DU_LIEU_CA_NHAN"


class PersonalStore:
    """Remembers, and fills in again."""

    def __init__(self, store: Store, seams: Seams) -> None:
        self._store = store
        self._seams = seams

    def remember(self, tx: Transaction, dossier: Dossier) -> None:
        """Keep what the owner of a dossier typed about themself; the latest wins."""
        own = own_subjects(dict(dossier.subjects))
        typed = ((field.datum.partition("."), field.value) for field in dossier.fields if field.own and field.value)
        learnt = {attribute: value for (subject, _, attribute), value in typed if subject in own}
        for attribute, value in self._seams.remembered(learnt).items():
            tx.execute(
                "INSERT INTO personal_data (owner, attribute, value) VALUES (:owner, :attribute, :value)"
                " ON CONFLICT (owner, attribute) DO UPDATE SET value = excluded.value",
                owner=dossier.owner.personal_id,
                attribute=attribute,
                value=value,
            )

    def fill(self, owner: str, eform: EForm, fields: Sequence[ShownField]) -> tuple[ShownField, ...]:
        """Return the lines of a form, the empty ones about the citizen filled with what is remembered."""
        rows = self._store.read("SELECT attribute, value FROM personal_data WHERE owner = :owner", owner=owner)
        known, own = {row["attribute"]: row["value"] for row in rows}, own_subjects(eform.subjects)
        return tuple(_filled(field, known, own) for field in fields)


def own_subjects(subjects: Mapping[str, str]) -> frozenset[str]:
    """Return the parts of a form that speak of the citizen as such; without an applicant's part, all about them."""
    if subjects.get(APPLICANT) == APPLICANT:
        return frozenset({APPLICANT})
    return frozenset(subject for subject, person in subjects.items() if person == APPLICANT)


def _filled(field: ShownField, known: Mapping[str, str], own: frozenset[str]) -> ShownField:
    subject, _, attribute = field.datum.partition(".")
    if field.state != INPUT or field.value or subject not in own or attribute not in known:
        return field
    return replace(field, state=EDITABLE, value=known[attribute], source=PERSONAL_STORE)
