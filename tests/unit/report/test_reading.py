import json

import pytest

from simulator.core.errors import DataFileError
from simulator.domain.outcome import Verdict
from simulator.report.reading import RunRecord, read_run
from tests.unit.report.run_builder import SOMEBODY, cells, events, head, write_run


def lines_of(folder):
    return (folder / "run.ndjson").read_text(encoding="utf-8").split("\n")


def test_a_whole_run_is_read(folder):
    record = read_run(folder)
    assert [cell.verdict.value for cell in record.cells] == [cell["verdict"] for cell in cells()]
    assert record.verdict is Verdict.ERROR
    assert record.seconds == 12.5
    assert not record.interrupted
    assert not record.truncated


def test_counts_name_only_what_there_is_worst_first(record):
    assert list(record.counts) == [
        "ERROR", "FAIL", "INCONCLUSIVE", "NOT_RUN", "WARN", "ATTESTED", "PASS", "NOT_APPLICABLE",
    ]  # fmt: skip
    assert record.counts["FAIL"] == 4


def test_a_cut_last_line_is_left_out_and_said_so(folder):
    path = folder / "run.ndjson"
    path.write_bytes(path.read_bytes()[:-20])
    record = read_run(folder)
    assert record.truncated
    assert record.interrupted
    assert record.verdict is Verdict.ERROR


def test_a_line_cut_inside_a_letter_is_left_out(folder):
    path = folder / "run.ndjson"
    path.write_bytes(path.read_bytes() + '{"event": "Đ'.encode()[:-1])
    assert read_run(folder).truncated


def test_a_killed_run_keeps_what_was_planned_as_not_run(tmp_path):
    kept = [event for event in events() if event["event"] in ("run_started", "cell_planned")]
    record = read_run(write_run(tmp_path, kept))
    assert record.counts == {"NOT_RUN": 10, "NOT_APPLICABLE": 1}
    assert record.verdict is Verdict.NOT_RUN


def test_a_lost_closing_line_of_a_cell_can_only_take_a_verdict_away(folder):
    lines = lines_of(folder)
    at = next(place for place, line in enumerate(lines) if '"cell_finished"' in line and '"PASS"' in line)
    lines[at] = lines[at][:30]
    (folder / "run.ndjson").write_text("\n".join(lines), encoding="utf-8")
    assert read_run(folder).counts["NOT_RUN"] == 2


def test_the_last_word_about_a_cell_counts_in_a_resumed_run():
    first = {**cells()[5], "verdict": "NOT_RUN", "checks": []}
    record = RunRecord()
    for event in [*events([first]), head(), {"event": "cell_finished", "cell": cells()[5]}]:
        record.add(event)
    assert [cell.verdict for cell in record.cells] == [Verdict.PASS]
    assert record.interrupted, "the resumed run has no closing line yet"


def test_separators_inside_a_text_do_not_cut_a_line(tmp_path):
    lines = list(events(run="run\u2028\x85one"))
    assert read_run(write_run(tmp_path, lines)).head["run"] == "run\u2028\x85one"


def test_an_unknown_event_changes_nothing(record):
    before = record.cells
    record.add({"event": "weather_changed"})
    assert record.cells == before


def test_a_possibly_real_personal_number_is_masked_where_it_is_read(record):
    bodies = [exchange.request_body for batch in record.exchanges.values() for exchange in batch.values()]
    assert SOMEBODY not in json.dumps(bodies)
    assert any("*********017" in body for body in bodies)
    assert any("099090000017" in body for body in bodies), "synthetic persons stay readable"


def test_credentials_are_hidden_where_they_are_read(record):
    exchange = next(iter(record.exchanges.values()))
    assert exchange[1].request_headers["Authorization"] == "Bearer ***"
    assert exchange[1].response_headers["Set-Cookie"] == "***"
    assert json.loads(exchange[1].request_body)["password"] == "***"
    assert exchange[2].url.endswith("access_token=***")


@pytest.mark.parametrize("content", ["", "no json at all\n", '{"event": "run_finished"'])
def test_a_file_without_an_opening_line_is_no_run(tmp_path, content):
    (tmp_path / "run.ndjson").write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match="run_started"):
        read_run(tmp_path)


def test_a_folder_without_a_record_says_what_it_wants(tmp_path):
    with pytest.raises(DataFileError, match=r"run\.ndjson"):
        read_run(tmp_path)
