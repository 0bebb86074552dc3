from simulator.domain.outcome import Owner, Verdict
from simulator.report.causes import UNSETTLED, causes_of
from simulator.report.reading import RunRecord
from tests.unit.report.run_builder import cell, check, events


def record_of(cells):
    record = RunRecord()
    for event in events(cells):
        record.add(event)
    return record


def said(sentence, verdict="FAIL", name="a_check"):
    return check(name, "SYNC-STATUS", verdict, (sentence, sentence))


def test_one_cause_is_one_line_whatever_dossier_it_names(record):
    synchronising = causes_of(record)[1]
    assert synchronising.first.requirement == "SYNC-STATUS"
    assert synchronising.cells == 3
    assert synchronising.services == ("khai-sinh", "xac-nhan-hon-nhan")


def test_worst_first_then_the_one_that_blocks_most(record):
    assert [cause.first.verdict.value for cause in causes_of(record)] == ["ERROR", "FAIL", "FAIL", "WARN"]
    assert [cause.cells for cause in causes_of(record)] == [1, 3, 1, 1]


def test_small_numbers_make_two_causes():
    cells = [
        cell("khai-sinh", "tracking/every-status", "FAIL", [said("status 4 is missing")]),
        cell("lap-dien", "tracking/every-status", "FAIL", [said("status 9 is missing")]),
    ]
    assert len(causes_of(record_of(cells))) == 2


def test_identifiers_and_moments_do_not_make_two_causes():
    first = "Dossier H99.12-250701-0001 of 099090000017 at 2025-07-01T08:00:01+07:00, exchange #12"
    other = "Dossier H99.12-250702-0417 of 099085000020 at 2025-07-02T09:30:00+07:00, exchange #9"
    cells = [
        cell("khai-sinh", "tracking/every-status", "FAIL", [said(first)]),
        cell("lap-dien", "tracking/every-status", "FAIL", [said(other)]),
    ]
    assert [cause.cells for cause in causes_of(record_of(cells))] == [2]


def test_the_same_sentence_of_two_checks_is_two_causes():
    checks = [said("nothing came"), said("nothing came", name="another_check")]
    assert len(causes_of(record_of([cell("khai-sinh", "tracking/every-status", "FAIL", checks)]))) == 2


def test_what_the_engine_itself_says_is_a_cause_of_its_own(record):
    broken = causes_of(record, (Verdict.ERROR,))[0].first
    assert broken.check is None
    assert broken.owner is Owner.SUITE
    assert broken.requirement == ""


def test_what_is_open_has_its_own_list(record):
    assert [cause.first.verdict for cause in causes_of(record, UNSETTLED)] == [Verdict.INCONCLUSIVE, Verdict.NOT_RUN]


def test_an_open_check_in_a_failed_cell_is_not_lost():
    checks = [said("broken"), said("cannot tell", "INCONCLUSIVE", "other")]
    causes = causes_of(record_of([cell("khai-sinh", "once/x", "FAIL", checks)]), UNSETTLED)
    assert [cause.first.message.en for cause in causes] == ["cannot tell"]


def test_what_falls_with_another_check_is_counted_there_and_has_no_line_of_its_own():
    cause = said("nobody answered", "INCONCLUSIVE", "every_status")
    blocked = [said("same cause", "INCONCLUSIVE", name) | {"blocked_by": "every_status"} for name in ("once", "order")]
    causes = causes_of(record_of([cell("khai-sinh", "tracking/x", "INCONCLUSIVE", [cause, *blocked])]), UNSETTLED)
    assert [(found.first.message.en, found.blocks) for found in causes] == [("nobody answered", 2)]


def test_what_was_typed_and_where_it_was_seen_do_not_make_two_causes():
    checks = [
        said("What was typed for mother.full_name (“Bạch Thị Thương”) is “Bach Thi Thuong” on /ho-so?id=1; 2 time(s)."),
        said(
            "What was typed for father.full_name (“Nguyễn Văn Tường”) is “Nguyen Van Tuong” on /ho-so?id=2; 1 time(s)."
        ),
    ]
    (cause,) = causes_of(record_of([cell("khai-sinh", "once/x", "FAIL", checks)]))
    assert (cause.cells, len(cause.findings)) == (1, 2)
