import jsonschema
import pytest

from simulator.report.har import har_of
from simulator.report.reading import RunRecord
from tests.unit.report.har_schema import HAR
from tests.unit.report.run_builder import cell, events, exchange

SESSIONS = 120


@pytest.fixture(scope="module")
def har():
    """A log of several hundred entries."""
    record = RunRecord()
    planned = [cell("khai-sinh", f"once/x{number}", "PASS", session=f"s-{number}") for number in range(SESSIONS)]
    for event in events(planned):
        if event["event"] == "exchanges":
            for number, one in enumerate(event["exchanges"]):
                one["at"] = f"2025-07-01T08:00:0{number}.{int(event['session'][2:]):06}+07:00"
        record.add(event)
    return har_of(record)


def test_hundreds_of_exchanges_make_a_log_as_har_1_2_demands(har):
    jsonschema.Draft202012Validator(HAR).validate(har)
    assert len(har["log"]["entries"]) == 3 * SESSIONS


def test_every_entry_belongs_to_a_page_and_they_stand_in_the_order_of_time(har):
    pages = {page["id"] for page in har["log"]["pages"]}
    assert {entry["pageref"] for entry in har["log"]["entries"]} == pages
    moments = [entry["startedDateTime"] for entry in har["log"]["entries"]]
    assert moments == sorted(moments)


def test_a_name_that_a_query_gives_twice_is_kept_twice():
    record = RunRecord()
    for event in events([cell("khai-sinh", "once/x", "PASS")]):
        if event["event"] == "exchanges":
            event["exchanges"] = [
                exchange(1, event["session"], at="2025-07-01T08:00:00+07:00", url="http://a/?b=1&b=2")
            ]
        record.add(event)
    (entry,) = har_of(record)["log"]["entries"]
    assert entry["request"]["queryString"] == [{"name": "b", "value": "1"}, {"name": "b", "value": "2"}]
