"""Messages against their contracts."""

from simulator.domain.outcome import Verdict
from tests.unit.checks.evidence_builder import Story, tracked

CHECK = "messages_follow_contract"


def test_messages_without_a_finding_pass_with_the_messages_as_witness():
    assert tracked().verdict(CHECK) is Verdict.PASS
    assert tracked().judged(CHECK).witness


def test_without_a_message_nothing_can_be_told():
    assert Story().submitted().verdict(CHECK) is Verdict.INCONCLUSIVE


def test_a_wrong_value_fails():
    assert tracked().broken().codes(CHECK) == ["wrong_value"]
    assert tracked().broken().verdict(CHECK) is Verdict.FAIL


def test_the_same_place_in_many_rows_is_one_line():
    story = tracked()
    for row in range(5):
        story.broken(pointer=f"/data/{row}/NgayTiepNhan", row=row)

    outcomes = story.outcomes(CHECK)

    assert len(outcomes) == 1
    assert outcomes[0].where == "portal/DongBoHoSoMC /data/*/NgayTiepNhan"
    assert "5" in outcomes[0].message.en


def test_two_missing_fields_of_one_row_are_two_lines():
    story = tracked().broken(pointer="/data/0", keyword="required", expected="MaHoSo", found="–")
    story.broken(pointer="/data/0", keyword="required", expected="MaTTHC", found="–")

    assert story.codes(CHECK) == ["missing_field", "missing_field"]


def test_an_unknown_field_warns():
    assert tracked().broken(unknown_field=True, pointer="/data/0/MaHuyen").verdict(CHECK) is Verdict.WARN


def test_an_assumed_part_of_a_contract_warns():
    assert tracked().broken(assumed=True).verdict(CHECK) is Verdict.WARN


def test_a_contract_of_our_own_design_warns():
    assert tracked().broken(contract="province/form").verdict(CHECK) is Verdict.WARN
