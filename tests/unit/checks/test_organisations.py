"""An organisation files with its account: what its form, its dossier and its earlier dossier have to show."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from simulator.checks.organisations import no_organisation_files
from simulator.domain.evidence import Evidence
from simulator.domain.mark import Mark
from simulator.domain.outcome import Verdict
from simulator.domain.service import OrganisationFiling
from simulator.world.organisations import organisation
from tests.unit.checks.evidence_builder import DOSSIER, SERVICE, Story, line

FORM, OWNER, EARLIER = "organisation_not_typed_again", "dossier_is_the_organisations", "earlier_dossier_found"
OPEN_TO_ALL = replace(SERVICE, organisation=OrganisationFiling({}, Mark.SEEN))
COMPANY = organisation(0, 101)
SHOWN = {
    "applicant.full_name": COMPANY["full_name"],
    "applicant.personal_id": COMPANY["tax_code"],
    "applicant.residence": COMPANY["residence"],
    "applicant.phone": COMPANY["phone"],
}
REPORTED = {
    "owner_kind": "enterprise",
    "owner_id": COMPANY["tax_code"],
    "owner_name": COMPANY["full_name"],
    "tech_id": COMPANY["tech_id"],
}


@dataclass
class Filing(Story):
    """A story in which a company files, begun in June."""

    days_before: int = 4

    def evidence(self) -> Evidence:
        told = super().evidence()
        return replace(told, session_opened_at=told.session_opened_at - timedelta(days=self.days_before))

    def shown(self, **changes: str) -> "Filing":
        values = SHOWN | {f"applicant.{name}": value for name, value in changes.items()}
        self.form([line(datum, value, "locked" if value else "input") for datum, value in values.items()])
        return self

    def back(self, found: bool, on: str = "2025-07-02", **data: Any) -> "Filing":
        self.fact("came_back", dossier_code=DOSSIER, found=found, on=on, status=200 if found else 404, said="", **data)
        return self


def story(days_before: int = 4) -> Filing:
    return Filing(OPEN_TO_ALL, applicant=COMPANY.attributes, known_to=COMPANY.known_to, days_before=days_before)


def test_a_form_that_holds_what_the_account_told_passes():
    assert story().shown().verdict(FORM) is Verdict.PASS


@pytest.mark.parametrize(
    ("changed", "datum"),
    [({"residence": ""}, "applicant.residence"), ({"personal_id": "9900000099"}, "applicant.personal_id")],
)
def test_an_empty_or_another_value_is_told_with_the_right_one(changed: dict[str, str], datum: str):
    told = story().shown(**changed)
    assert told.codes(FORM) == ["organisation_typed_again"]
    assert f"{datum}: {SHOWN[datum]}" in told.outcomes(FORM)[0].expected


def test_a_form_that_binds_nothing_of_the_organisation_cannot_be_judged():
    told = story().form([line("child.full_name", "X", "locked")])
    assert told.codes(FORM) == ["organisation_not_bound"]
    assert told.verdict(FORM) is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("kind", ["enterprise", "agency", "other"])
def test_a_dossier_under_the_name_of_the_organisation_passes(kind: str):
    assert story().submitted().report(1, **REPORTED | {"owner_kind": kind}).verdict(OWNER) is Verdict.PASS
    named = {"owner_name": COMPANY["full_name"].upper(), "tech_id": ""}
    assert story().submitted().report(1, **REPORTED | named).verdict(OWNER) is Verdict.PASS


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("owner_kind", "citizen"),
        ("owner_kind", ""),
        ("owner_id", "099190000101"),
        ("owner_name", COMPANY["representative"]),
        ("tech_id", "another account"),
    ],
)
def test_whatever_makes_it_somebody_elses_is_told(name: str, value: str):
    told = story().submitted().report(1, **REPORTED | {name: value}).report(2, **REPORTED | {name: value})
    assert [(one.code, one.where) for one in told.judged(OWNER).findings] == [("owner_not_the_organisation", name)]


def test_without_a_report_nothing_is_told_of_the_owner():
    assert story().submitted().codes(OWNER) == ["nothing_reported_of_organisation"]
    assert story().codes(OWNER) == ["no_submission"]


def test_the_earlier_dossier_is_found_or_lost():
    assert story().submitted().back(True).verdict(EARLIER) is Verdict.PASS
    assert story().submitted().back(False).codes(EARLIER) == ["earlier_dossier_lost"]
    assert story().submitted().back(True).back(False).codes(EARLIER) == ["earlier_dossier_lost"]


def test_with_one_account_alone_nothing_was_proven():
    for told in (
        story().submitted(),
        story().submitted().back(True, on="2025-06-30"),
        story(days_before=0).submitted().back(True),
    ):
        assert told.codes(EARLIER) == ["one_account_only"]
        assert told.verdict(EARLIER) is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("check", [FORM, OWNER, EARLIER])
def test_a_story_of_a_person_is_not_judged(check: str):
    assert Story(OPEN_TO_ALL).submitted().report(1).codes(check) == ["no_organisation_in_story"]


def test_a_service_for_people_alone_has_nothing_to_judge():
    assert no_organisation_files(SERVICE) == "people_file_alone"
    assert no_organisation_files(OPEN_TO_ALL) == ""
    assert Story().verdict(OWNER) is Verdict.NOT_APPLICABLE
