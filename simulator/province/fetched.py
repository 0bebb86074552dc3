"""A dossier that was filed at the portal, as it was read there, and what it becomes here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from simulator.province import workflow
from simulator.province.config import ProvinceConfig
from simulator.province.dossier import Dossier, FieldValue, Owner, Paper, Step
from simulator.province.eform import APPLICANT, EForm
from simulator.province.peculiarities import at_counter


class FetchedFile(NamedTuple):
    """A file that came with it."""

    code: str
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Fetched:
    """What the portal told of one dossier."""

    code: str
    """The portal's code, which the dossier keeps here."""
    procedure: str
    owner_id: str
    owner_name: str
    birth_date: str
    """yyyy-mm-dd, or empty."""
    tech_id: str
    filed_at: datetime
    values: Mapping[str, str]
    """Id of the line of the published form -> text."""
    files: tuple[FetchedFile, ...] = ()
    is_linked: bool = False
    """Whether it came from the service of linked births and deaths, where its status is told too."""


def dossier_of(fetched: Fetched, form: EForm, papers: tuple[Paper, ...], config: ProvinceConfig) -> Dossier:
    """Return the dossier: nothing of it is held against a form, because the portal has taken it already."""
    fields = tuple(
        FieldValue(line.id, line.label, line.datum, fetched.values.get(line.id, ""), own=True) for line in form.fields
    )
    filed_at = fetched.filed_at.isoformat()
    return Dossier(
        code=fetched.code,
        submission_id=f"portal/{fetched.code}",
        procedure=fetched.procedure,
        procedure_name=form.name,
        agency=config.receiving_agency,
        unit_code=config.receiving_agency,
        unit_name=config.unit_name,
        owner=_owner(fetched, form, fields),
        status=workflow.REGISTERED,
        filed_at=filed_at,
        step=Step(0, filed_at, workflow.CONTENTS[workflow.REGISTERED]),
        fields=fields,
        papers=papers,
        subjects=tuple(form.subjects.items()),
        result_data=form.result_data,
        results_offered=form.results,
        at_counter=at_counter(form, lambda datum: next((line.value for line in fields if line.datum == datum), "")),
        lodged_at="linked" if fetched.is_linked else "portal",
    )


def text_at(row: Mapping[str, Any], name: str) -> str:
    """Return a text of a row; an empty one for anything else."""
    value = row.get(name)
    return value if isinstance(value, str) else ""


def rows_at(document: Any, name: str) -> list[Mapping[str, Any]]:
    """Return the objects of a list."""
    value = document.get(name) if isinstance(document, dict) else None
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def iso_date(digits: str) -> str:
    """Return yyyy-mm-dd for yyyyMMdd; an empty text for anything else."""
    plain = len(digits) == 8 and digits.isdecimal()
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if plain else ""


def _owner(fetched: Fetched, form: EForm, fields: tuple[FieldValue, ...]) -> Owner:
    told = {
        line.datum.partition(".")[2]: line.value
        for line in fields
        if line.value and form.person_of(line.datum) == APPLICANT
    }
    return Owner(
        personal_id=fetched.owner_id,
        tech_id=fetched.tech_id,
        name=fetched.owner_name,
        birth_date=fetched.birth_date or told.get("birth_date", ""),
        phone=told.get("phone", ""),
        email=told.get("email", ""),
    )
