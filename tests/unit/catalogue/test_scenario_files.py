"""Scenarios and weathers: what is read, and how mistakes are told."""

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.catalogue.scenarios import fact_keys
from simulator.domain.fact import KINDS
from simulator.domain.scenario import VERBS
from tests.unit.catalogue.conftest import Folder

STORY = """
id: trial/one-story
title: {vi: Một câu chuyện, en: One story}
summary: {vi: Để thử, en: For a test}
applies: {roles: [handler], intakes: [redirect], drivers: [api], needs: [officer], services: [khai-sinh]}
weathers: [calm]
people: {applicant: {without: [phone]}}
given: {applicant.phone: "0500000123"}
steps:
  - call: citizen.apply
    with: {leave_out: [KS.UY_QUYEN]}
  - expect: dossier_report
    where: {status: 1}
    within: {working_days: 1}
  - officer: refuse
    with: {reason: vì sao}
  - advance: {working_days: 2}
  - check: [every_status_reaches_portal]
  - cleanup: {}
"""
LABEL = "scenarios/trial/one-story.yaml"


def test_story_is_read_step_by_step(folder: Folder) -> None:
    folder.write(LABEL, STORY)
    scenario = load_catalogue(folder.folders).scenarios["trial/one-story"]
    assert [step.verb for step in scenario.steps] == ["call", "expect", "officer", "advance", "check", "cleanup"]
    assert [step.target for step in scenario.steps] == ["citizen.apply", "dossier_report", "refuse", "", "", ""]
    assert scenario.steps[0].arguments == {"leave_out": ["KS.UY_QUYEN"]}
    assert scenario.steps[1].arguments == {"where": {"status": 1}, "within": {"working_days": 1}}
    assert scenario.steps[3].arguments == {"working_days": 2}
    assert scenario.steps[2].line == 15
    assert scenario.checks == ("every_status_reaches_portal",)
    assert scenario.given == {"applicant.phone": "0500000123"}
    assert scenario.family == "trial"


def test_shipped_weathers(folder: Folder) -> None:
    weathers = load_catalogue(folder.folders).weathers
    assert not weathers["calm"].exclusive
    down = weathers["portal-down"]
    assert (down.party, down.answer_status, down.lifts_after_refused) == ("portal", 503, 1)
    assert down.exclusive
    registries = weathers["registry-down"]
    assert (registries.party, registries.touches, registries.exclusive) == ("registries", "message", False)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("services: [khai-sinh]", "services: [khaisinh]", 5, "unknown service 'khaisinh' - did you mean"),
        ("with: {reason: vì sao}", "with: {reasons: x}", 16, "unknown word of an officer 'reasons'"),
        ("weathers: [calm]", "weathers: [clam]", 6, "unknown weather 'clam' - did you mean calm"),
        ("people: {applicant:", "people: {aplicant:", 7, "unknown person 'aplicant' - did you mean applicant"),
        ("without: [phone]", "kind: organisation", 7, "service khai-sinh says of no organisation that it may file"),
        ("without: [phone]", "kind: company", 7, "known: organisation"),
        ("without: [phone]", "without: [fone]", 7, "unknown attribute 'fone'"),
        ("without: [phone]", "unknown_to: [CSDL_BAO_HIEM]", 7, "unknown source 'CSDL_BAO_HIEM' - did you mean CSDLQG"),
        ("given: {applicant.phone:", "given: {applicant.fone:", 8, "unknown attribute 'fone'"),
        ("call: citizen.apply", "call: citizen.aply", 10, "did you mean citizen.apply"),
        ("expect: dossier_report", "expect: dossier_reprot", 12, "unknown kind of fact 'dossier_reprot'"),
        ("where: {status: 1}", "where: {statuss: 1}", 13, "unknown datum of dossier_report 'statuss'"),
        ("officer: refuse", "officer: reject", 15, "unknown action 'reject'"),
        ("needs: [officer]", "needs: [oficer]", 5, "did you mean officer"),
        ("needs: [officer], ", "", 5, "`needs` does not name the hook"),
        ("within: {working_days: 1}", "patience: {seconds: 1}\n    within: {working_days: 1}", 12, "both `within`"),
        ("- advance: {working_days: 2}", "- advance: {working_days: 2}\n    officer: accept", 17, "has 2 verbs"),
        ("advance: {working_days: 2}", "advance: {days: 2}", 17, "unknown key 'days' - did you mean working_days"),
        ("with: {reason: vì sao}", "where: {reason: vì sao}", 16, "'where' does not belong to 'officer'"),
        ("id: trial/one-story", "id: trial/other", 2, "expected trial/one-story"),
        ("- check: [every_status_reaches_portal]\n  ", "", 9, "nothing is judged"),
        ("- cleanup: {}", "- wait: 5", 19, "unknown key 'wait'"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_its_line(folder: Folder, old: str, new: str, line: int, said: str) -> None:
    assert STORY.count(old) == 1
    folder.write(LABEL, STORY.replace(old, new))
    found = [problem.text() for problem in folder.problems()]
    assert any(said in text for text in found), found
    told = next(text for text in found if said in text)
    assert told.startswith(f"{LABEL}:{line}: "), told


def test_unknown_check_is_told_when_the_checks_are_known(folder: Folder) -> None:
    folder.write(LABEL, STORY)
    known = frozenset({check for one in load_catalogue(folder.folders).scenarios.values() for check in one.checks})
    assert folder.problems(known) == []
    folder.write(LABEL, STORY.replace("[every_status_reaches_portal]", "[every_status_reach_portal]"))
    assert "did you mean every_status_reaches_portal" in folder.only_problem(known)
    assert folder.problems(None) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("touches: nothing", "touches: noting", "did you mean nothing"),
        ("touches: nothing", "touches: party", "touches party but has no key 'party'"),
        ("id: calm", "id: clam", "is not the file's name"),
    ],
)
def test_mistakes_in_a_weather(folder: Folder, old: str, new: str, said: str) -> None:
    folder.change("scenarios/weathers/calm.yaml", old, new)
    assert any(said in problem.text() for problem in folder.problems())


def test_names_of_the_data_are_known_for_every_kind_of_fact() -> None:
    for kind in KINDS:
        assert all(name.isidentifier() for name in fact_keys(kind)), kind
    assert "dossier_code" in fact_keys("dossier_report")
    assert fact_keys("hand_failed") == ["hand", "problem", "detail", "url", "screenshot"]


def test_verbs_of_the_schema_are_those_of_the_domain(folder: Folder) -> None:
    pair = load_catalogue(folder.folders).schemas.pair("scenario")
    assert set(VERBS) <= set(pair.schema["$defs"]["step"]["properties"])
