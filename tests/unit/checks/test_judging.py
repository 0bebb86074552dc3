"""The weight of a finding, and the rules that hold for every check."""

import re
from datetime import date
from importlib.resources import files

import pytest

from simulator.checks import CHECKS, Check, outcomes
from simulator.checks.texts import check_title, finding_codes, sentence
from simulator.domain.mark import Mark
from simulator.domain.outcome import Finding, Judgement, Owner, Verdict
from tests.unit.checks.evidence_builder import AS_OF, Story, requirement, tracked


def judged(*findings: Finding, witness: tuple[int, ...] = (), rule=None):
    check = Check("arrives_once", "RULE", lambda evidence: Judgement(witness, findings))
    return outcomes(check, Story().evidence(), rule or requirement(), AS_OF)


def test_a_broken_must_that_was_read_fails():
    assert judged(Finding("no_form"))[0].verdict is Verdict.FAIL


@pytest.mark.parametrize("rule", [requirement(level="SHOULD"), requirement(mark=Mark.RECALLED)])
def test_a_should_or_a_rule_that_was_not_read_warns(rule):
    assert judged(Finding("no_form"), rule=rule)[0].verdict is Verdict.WARN


def test_a_finding_that_rests_on_an_assumption_warns():
    assert judged(Finding("no_form", assumed=True))[0].verdict is Verdict.WARN


def test_a_finding_that_cannot_tell_is_inconclusive_and_says_what_would_settle_it():
    outcome = judged(Finding("form_binds_nothing", settles=False))[0]

    assert outcome.verdict is Verdict.INCONCLUSIVE
    assert "datum" in outcome.remedy.en


def test_a_witness_without_a_finding_passes():
    outcome = judged(witness=(3, 4))[0]

    assert (outcome.verdict, outcome.exchanges, outcome.owner) == (Verdict.PASS, (3, 4), Owner.NOBODY)


def test_neither_witness_nor_finding_is_never_a_pass():
    assert judged()[0].verdict is Verdict.INCONCLUSIVE


def test_a_rule_that_is_not_in_force_yet_does_not_apply():
    later = requirement(valid_from=date(2025, 9, 15))

    assert judged(Finding("no_form"), rule=later)[0].verdict is Verdict.NOT_APPLICABLE


def test_what_an_earlier_failure_explains_is_blocked_by_it():
    story = tracked("process").officer("finish").officer("return_result").idle()
    check = CHECKS["final_state_arrives"]

    alone = outcomes(check, story.evidence(), requirement(), AS_OF)
    after = outcomes(check, story.evidence(), requirement(), AS_OF, {"every_status_reaches_portal"})

    assert [alone[0].verdict, after[0].verdict] == [Verdict.FAIL, Verdict.INCONCLUSIVE]
    assert check_title("every_status_reaches_portal").vi in after[0].message.vi


@pytest.mark.parametrize("check", list(CHECKS))
def test_evidence_of_nothing_is_never_a_pass(check):
    """A system that does nothing earns nothing."""
    assert Story().verdict(check) in (Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE)


@pytest.mark.parametrize("check", list(CHECKS))
def test_every_check_has_a_title_in_both_languages(check):
    title = check_title(check)

    assert title.vi
    assert title.en
    assert title.vi != title.en


def test_every_code_that_a_check_uses_has_its_sentence_and_no_sentence_is_left_over():
    folder = files("simulator.checks")
    source = "\n".join(node.read_text(encoding="utf-8") for node in folder.iterdir() if node.name.endswith(".py"))
    words = set(re.findall(r'"([a-z_]+)"', source))
    built = {code for code in finding_codes() if code.startswith("hand_")}

    assert finding_codes() - words - built == set()


def test_a_sentence_takes_texts_by_language():
    shown = sentence("older_over_newer", {"newer": requirement().title, "older": 2})

    assert "Quy định" in shown.vi
