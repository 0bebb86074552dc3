from simulator.domain.outcome import Verdict
from simulator.report.matrix import family_name, matrix_of
from simulator.report.reading import RunRecord
from simulator.report.verdict_sentence import caveats, rests_on, verdict_sentence
from tests.unit.report.run_builder import cell, events


def test_a_cell_of_the_matrix_is_the_worst_of_its_sessions(record):
    matrix = matrix_of(record)
    assert matrix.families == ("once", "data", "tracking")
    rows = {row.service: [cell and (cell.verdict.value, cell.number) for cell in row.cells] for row in matrix.rows}
    assert rows["khai-sinh"] == [("WARN", 1), ("INCONCLUSIVE", 1), ("FAIL", 2)]
    assert rows["xac-nhan-hon-nhan"][0] == ("ERROR", 2)


def test_what_was_never_planned_is_empty():
    record = RunRecord()
    planned = [cell("khai-sinh", "tracking/x", "PASS"), cell("lap-dien", "once/y", "PASS")]
    for event in events(planned):
        record.add(event)
    assert [[one is None for one in row.cells] for row in matrix_of(record).rows] == [[True, False], [False, True]]


def test_handled_services_stand_before_those_that_are_only_shown():
    record = RunRecord()
    roles = {"a": "relay", "b": "handler", "c": "none", "d": "handler", "e": "relay"}
    for event in events([cell(name, "once/x", "PASS", role=role) for name, role in roles.items()]):
        record.add(event)
    assert [row.service for row in matrix_of(record).rows] == ["b", "d", "a", "e", "c"]


def test_an_unknown_family_is_called_by_its_id():
    assert family_name("nha-minh").vi == "nha-minh"
    assert family_name("once").vi == "Khai báo một lần"


def test_the_sentence_is_honest_about_roles(record):
    assert verdict_sentence(record).vi.startswith("Chưa thể kết luận về Tỉnh Thử nghiệm")
    basis = rests_on(record)
    assert "2 dịch vụ do tỉnh xử lý, 1 dịch vụ chuyển tiếp" in basis.vi
    assert "3 causes block go-live" in basis.en


def test_every_verdict_of_a_run_has_its_sentence(record):
    for verdict in Verdict:
        record.finished = {**record.finished, "verdict": verdict.value}
        assert "Tỉnh Thử nghiệm" in verdict_sentence(record).vi


def test_a_run_without_an_end_says_so(record):
    assert caveats(record) == ()
    record.finished = None
    assert [caveat.en for caveat in caveats(record)] == ["The record has no closing line"]
