"""The data that we ship: sound, complete, and within what the sources say."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from simulator.catalogue.catalogue import Catalogue, load_catalogue, problems
from simulator.core.data_folders import data_folders
from simulator.core.yaml_file import load_path
from simulator.domain.mark import Mark
from simulator.domain.service import Service
from simulator.world.casting import cast
from simulator.world.people import KNOWN_TO

ROOT = Path(__file__).parents[3]
GO_LIVE = date(2025, 7, 1)
SERVICES = list(load_catalogue(data_folders()).services.values())
RULES = [
    "SYNC-STATUS", "SYNC-FINAL", "SYNC-ORDER", "SYNC-ONCE", "WIRE-CONTRACT", "DATA-NO-PAPER", "DATA-ACCEPT",
    "DATA-LOOKUP", "DATA-DECISION", "ONCE-ASK", "ONCE-TRUE", "ONCE-INTACT",
    "ONCE-LEARNT", "LIFE-REASON", "LIFE-SUPPLEMENT", "LIFE-WITHDRAW",
    "COUNTER-VNEID", "COUNTER-PLACE", "COUNTER-ADDRESS", "TRANS-HANDOVER", "TRANS-NUMBER", "TRANS-DEADLINE",
    "TRANS-CODES", "DATA-FALLBACK", "DATA-DOWN", "DATA-OUTAGE",
    "CAT-REACH", "CAT-DEAD", "CAT-DEADLINE", "CAT-FEE", "CAT-COUNTER",
    "REL-SHOWN", "REL-HANDOVER", "REL-ONCE", "REL-PASS", "REL-MIRROR",
    "LOGIN-REFUSE", "LOGIN-TAKE", "LOGIN-DOUBT", "LOGIN-COPE", "LOGIN-ASK", "LOGIN-END", "LOGIN-STAY",
    "LOGIN-LEVEL", "LOGIN-TYPED", "LOGIN-OUTAGE", "ONCE-PARENT", "NOTICE-STATUS",
    "ORG-ONCE", "ORG-OWNER", "ORG-ACCOUNT",
    "SIGN-FORGED", "SIGN-TOLD",
    "INTAKE-TAKEN", "INTAKE-ONCE", "INTAKE-FILES", "INTAKE-INTACT", "INTAKE-STATUS",
    "PAY-FEE", "PAY-FREE", "PAY-ONCE", "PAY-VERIFY", "PAY-QUERY", "PAY-TRUE", "PAY-AGAIN", "PAY-TOLD", "PAY-RECEIPT",
    "PAY-LOOKUP",
    "SYNC-FILES",
    "INB-LOOKUP", "INB-PROMOTION", "INB-AMENDMENT", "INB-TAX", "INB-RECEIPT",
]  # fmt: skip
ONLY_WARN = {
    "LIFE-REASON", "LIFE-SUPPLEMENT", "DATA-FALLBACK", "DATA-DOWN", "DATA-OUTAGE",
    "COUNTER-VNEID", "COUNTER-PLACE", "COUNTER-ADDRESS", "TRANS-DEADLINE", "LOGIN-DOUBT", "LOGIN-ASK",
    "LOGIN-LEVEL", "LOGIN-TYPED", "LOGIN-OUTAGE", "ONCE-PARENT", "NOTICE-STATUS",
    "ORG-ONCE", "ORG-OWNER", "ORG-ACCOUNT",
    "SIGN-FORGED", "SIGN-TOLD",
    "INTAKE-TAKEN", "INTAKE-ONCE", "INTAKE-FILES", "INTAKE-INTACT", "INTAKE-STATUS",
    "PAY-ONCE", "PAY-VERIFY", "PAY-QUERY", "PAY-TRUE", "PAY-AGAIN", "PAY-RECEIPT", "PAY-LOOKUP",
    "SYNC-FILES",
    "INB-LOOKUP", "INB-PROMOTION", "INB-AMENDMENT", "INB-TAX", "INB-RECEIPT",
}  # fmt: skip
"""Rules of which no text that was read says them on that day."""


def test_shipped_data_have_no_problem() -> None:
    assert [problem.text() for problem in problems(data_folders())] == []


def test_thirty_four_provinces_and_the_trial_one(catalogue: Catalogue) -> None:
    """Resolution 202/2025/QH15: 34 units; Decision 19/2025/QĐ-TTg: 3,321 communes; the trial unit is not one."""
    real = [unit for unit in catalogue.codes.values() if unit.kind != "trial"]
    assert len(real) == 34
    assert sum(unit.communes for unit in real) == 3321
    assert [unit.kind for unit in real].count("city") == 6
    assert catalogue.codes["99"].mark is Mark.ASSUMED


def test_merged_units_close_every_old_code_once(catalogue: Catalogue) -> None:
    """63 old units: 11 went on unchanged, 52 became 23 new ones."""
    old = [code for unit in catalogue.codes.values() for code in unit.former]
    unchanged = [unit for unit in catalogue.codes.values() if not unit.former and unit.kind != "trial"]
    assert len(old) == len(set(old)) == 52
    assert len(unchanged) == 11
    assert all(unit.code in unit.former for unit in catalogue.codes.values() if unit.former)


def test_every_source_that_a_service_names_answers_and_holds_something(catalogue: Catalogue) -> None:
    assert [one.id for one in catalogue.sources.values() if one.answers == "login"] == ["VNEID"]
    assert [one.id for one in catalogue.sources.values() if one.answers == "own"] == ["CSDLQG_DAN_CU"]
    assert all(source.holds for source in catalogue.sources.values())


def test_only_what_was_read_for_the_day_of_the_trial_surely_replaces_a_paper(catalogue: Catalogue) -> None:
    sure = {one.id for one in catalogue.sources.values() if one.replaces.can_fail}
    assert sure == {"VNEID", "CSDLQG_DAN_CU"}


def test_what_the_base_sources_hold_of_everybody_stands_in_the_code_list(catalogue: Catalogue) -> None:
    assert {source: catalogue.sources[source].holds for source in KNOWN_TO} == KNOWN_TO


def test_requirements_are_those_that_were_agreed_on(catalogue: Catalogue) -> None:
    assert sorted(catalogue.requirements) == sorted(RULES)


def test_what_can_fail_was_seen_and_is_in_force_at_go_live(catalogue: Catalogue) -> None:
    assert {rule.id for rule in catalogue.requirements.values() if not rule.can_fail} == ONLY_WARN
    for requirement in catalogue.requirements.values():
        assert requirement.can_fail is (requirement.mark is Mark.SEEN and requirement.level == "MUST")
        assert requirement.in_force(GO_LIVE)
        assert requirement.remedy.vi != requirement.remedy.en


def test_programme_rules_do_not_bind_before_the_programme(catalogue: Catalogue) -> None:
    assert not catalogue.requirements["ONCE-ASK"].in_force(date(2025, 6, 18))
    assert catalogue.requirements["ONCE-ASK"].in_force(date(2025, 6, 19))


def test_the_set_of_25_is_described_in_the_order_of_its_list(catalogue: Catalogue) -> None:
    members = catalogue.sets["essential-25"]
    assert [catalogue.services[member].number for member in members] == list(range(1, 26))
    assert set(members) == set(catalogue.services)


def test_a_province_handles_seven_and_relays_the_others(catalogue: Catalogue) -> None:
    """A provincial system is the handler of record for seven; eighteen live at a ministry or at the power company."""
    handled = [one.id for one in catalogue.services.values() if one.roles["province"] == "handler"]
    assert handled == [
        "khai-sinh", "khai-tu", "ket-hon", "lt-khai-sinh", "lt-khai-tu", "dat-dai-bien-dong", "tro-cap-that-nghiep",
    ]  # fmt: skip
    relayed = [dict(one.roles) for one in catalogue.services.values() if one.id not in handled]
    assert relayed == [{"province": "relay", "ministry": "handler"}] * 18


def test_paying_a_fine_is_no_procedure(catalogue: Catalogue) -> None:
    fine = catalogue.services["nop-phat-nguoi"]
    assert fine.code_on(GO_LIVE) is None
    assert [one.id for one in catalogue.services.values() if not one.codes] == [fine.id]


@pytest.mark.parametrize(
    ("service", "day", "code"),
    [
        ("gplx", date(2025, 2, 28), "1.002809"),
        ("gplx", GO_LIVE, "3.000347"),
        ("ly-lich-tu-phap", date(2025, 2, 28), "2.000488"),
        ("ly-lich-tu-phap", GO_LIVE, "3.000333"),
        ("dat-dai-bien-dong", date(2024, 7, 31), "1.004227"),
        ("dat-dai-bien-dong", GO_LIVE, "1.013833"),
        ("lt-khai-sinh", GO_LIVE, "2.002621"),
        ("lt-khai-tu", GO_LIVE, "2.002622"),
    ],
)
def test_codes_that_moved_are_used_in_their_time(catalogue: Catalogue, service: str, day: date, code: str) -> None:
    found = catalogue.services[service].code_on(day)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("code", ["1.010385", "1.002809", "1.002820", "2.000488", "1.004227", "1.014748", "3.000722"])
def test_dead_and_later_codes_are_known_but_not_in_force(catalogue: Catalogue, code: str) -> None:
    service = catalogue.service_by_code(code)
    assert service is not None
    assert not next(one for one in service.codes if one.code == code).valid_on(GO_LIVE)


def test_the_original_of_a_land_certificate_is_never_replaced(catalogue: Catalogue) -> None:
    originals = [
        (one.id, part) for one in catalogue.services.values() for part in one.components if part.kind == "original"
    ]
    assert [service for service, _ in originals] == ["dat-dai-bien-dong"]
    assert originals[0][1].replaced_by == ()
    assert originals[0][1].required == "always"


def test_some_services_publish_no_number_of_days(catalogue: Catalogue) -> None:
    without = {one.id: one.deadline.unit for one in catalogue.services.values() if one.deadline.value is None}
    assert without == {"lt-khai-sinh": "working_day", "lt-khai-tu": "working_day", "thi-thpt": "exam_calendar"}


def test_service_is_found_by_any_of_its_codes(catalogue: Catalogue) -> None:
    found = catalogue.service_by_code("2.000528")
    assert found is not None
    assert found.id == "khai-sinh"
    assert catalogue.service_by_code("9.999999") is None


@pytest.mark.parametrize(
    ("service", "fields", "components"),
    [
        ("xac-nhan-cmnd", 11, 2),
        ("cap-doi-lai-can-cuoc", 14, 4),
        ("dang-ky-thuong-tru", 16, 4),
        ("dang-ky-tam-tru", 18, 3),
        ("khai-bao-tam-vang", 12, 2),
        ("thong-bao-luu-tru", 14, 0),
        ("dang-ky-xe-moto", 20, 4),
        ("nop-phat-nguoi", 10, 1),
        ("cap-ho-chieu", 23, 5),
        ("con-dau-moi", 7, 2),
        ("con-dau-thu-nho", 6, 2),
        ("khai-sinh", 31, 6),
        ("khai-tu", 20, 4),
        ("ket-hon", 20, 4),
        ("lt-khai-sinh", 42, 4),
        ("lt-khai-tu", 24, 4),
        ("bhyt-ho-gia-dinh", 13, 2),
        ("dang-ky-thue", 11, 3),
        ("dat-dai-bien-dong", 17, 5),
        ("gplx", 17, 4),
        ("thi-thpt", 16, 4),
        ("ly-lich-tu-phap", 19, 4),
        ("tro-cap-that-nghiep", 19, 3),
        ("cap-dien-ha-ap", 16, 5),
        ("doi-chu-the-hd-dien", 10, 2),
    ],
)
def test_form_is_whole(catalogue: Catalogue, service: str, fields: int, components: int) -> None:
    assert len(catalogue.services[service].fields) == fields
    assert len(catalogue.services[service].components) == components


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_world_can_fill_every_required_field(service: Service) -> None:
    """Whatever the form demands, the cast of the service has it, so that a citizen can always answer."""
    people = cast(service, 0, 101, {}, GO_LIVE)
    for field in service.fields:
        subject, _, attribute = field.datum.partition(".")
        value = people[service.subjects[subject]].get(attribute)
        assert value or not field.required, field.key
        assert value in field.choices or not field.choices, field.key


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_what_is_known_at_login_is_known_of_the_citizen_who_logs_in(service: Service) -> None:
    for field in service.fields:
        if field.known_once == "login":
            assert service.subjects[field.datum.partition(".")[0]] == "applicant"


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_decision_takes_only_what_the_population_database_holds(service: Service) -> None:
    people = cast(service, 0, 101, {}, GO_LIVE)
    for datum in service.results[0].data:
        subject, _, attribute = datum.partition(".")
        assert people[service.subjects[subject]].knows("CSDLQG_DAN_CU", attribute), datum


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_sources_name_documents_and_no_persons_account(service: Service) -> None:
    text = (ROOT / service.label).read_text(encoding="utf-8")
    assert "github" not in text.lower()
    assert all(field.source for field in service.fields)


def test_marks_of_the_fields_stay_what_they_were(catalogue: Catalogue) -> None:
    marks = Counter(field.mark for one in catalogue.services.values() for field in one.fields)
    assert marks == {Mark.SEEN: 372, Mark.RECALLED: 54}


def test_odd_services_stay_odd(catalogue: Catalogue) -> None:
    """A fine is only paid, the exam has a calendar, both parties sign, the original is handed in."""
    services = catalogue.services.values()
    assert [one.id for one in services if one.function == "payment"] == ["nop-phat-nguoi"]
    assert [one.id for one in services if one.deadline.unit == "exam_calendar"] == ["thi-thpt"]
    assert [one.id for one in services if one.presence] == ["ket-hon"]
    originals = [(one.id, part.code) for one in services for part in one.components if part.kind == "original"]
    assert originals == [("dat-dai-bien-dong", "DD.GCN")]
    assert not any(part.replaced_by for one in services for part in one.components if part.kind == "original")


def test_the_targets_of_the_programme_count_what_the_set_holds(catalogue: Catalogue) -> None:
    """The 25 are a sample of 982 services and of 1,139 procedures: counted, and never extrapolated."""
    services = [catalogue.services[one] for one in catalogue.sets["essential-25"]]
    counted = {
        "services_of_set": len(services),
        "services_with_replaced_component": sum(any(part.replaced_by for part in one.components) for one in services),
    }
    targets = load_path(ROOT / "contracts" / "codes" / "targets.yaml")["targets"]
    assert {name: row["denominator"]["value"] for name, row in targets.items()} == {
        "frequent-services": 982, "papers-replaced": 1139, "online-dossiers": None,
    }  # fmt: skip
    for row in targets.values():
        if "value" in row["numerator"]:
            assert row["numerator"]["value"] == counted[row["numerator"]["counts"]]
        assert row["extrapolate"] == "never"
