import pytest

from simulator.report.reading import RunRecord
from simulator.report.verdict_sentence import rests_on, services_by_role
from tests.unit.report.run_builder import cell, check, events, head


def record_of(kind, **roles):
    """Return a run with so many services of each role."""
    names = [(f"{role}-{number}", role) for role, count in roles.items() for number in range(count)]
    record = RunRecord()
    cells = [cell(name, "once/x", "PASS" if role == "handler" else "NOT_APPLICABLE", role=role) for name, role in names]
    for event in events(cells, province={**head()["province"], "kind": kind}):
        record.add(event)
    return record


@pytest.mark.parametrize(
    ("kind", "roles", "vi", "en"),
    [
        ("province", {"handler": 7, "relay": 18}, "7 dịch vụ do tỉnh xử lý, 18 dịch vụ chuyển tiếp",
         "7 services handled by the province, 18 shown"),
        ("province", {"handler": 1}, "1 dịch vụ do tỉnh xử lý", "1 service handled by the province"),
        ("province", {"relay": 2, "none": 1}, "0 dịch vụ do tỉnh xử lý, 2 dịch vụ chuyển tiếp, 1 dịch vụ không nhận",
         "0 services handled by the province, 2 shown, 1 not claimed"),
        ("ministry", {"handler": 17}, "17 dịch vụ do bộ, ngành xử lý", "17 services handled by the ministry"),
        ("", {"handler": 2}, "2 dịch vụ do hệ thống xử lý", "2 services handled"),
    ],
)  # fmt: skip
def test_the_sentence_names_roles_in_the_words_of_its_kind(kind, roles, vi, en):
    said = services_by_role(record_of(kind, **roles))
    assert (said.vi, said.en) == (vi, en)


def test_the_role_of_a_service_is_that_of_its_cells_whatever_they_are_verdict():
    record = RunRecord()
    relayed = [cell("lap-dien", f"{family}/x", "PASS", role="relay") for family in ("relay", "once")]
    handled = [cell("khai-sinh", "relay/x", "NOT_APPLICABLE", role="none"), cell("khai-sinh", "once/x", "PASS")]
    for event in events([*relayed, *handled]):
        record.add(event)
    assert services_by_role(record).en == "1 service handled by the province, 1 shown"


def test_it_says_how_many_distinct_causes_block():
    failed = check("a", "ONCE-ASK", "FAIL", ("Hỏng.", "Broken."))
    record = RunRecord()
    for event in events([cell(name, "once/x", "FAIL", [failed]) for name in ("khai-sinh", "khai-tu")]):
        record.add(event)
    assert rests_on(record).en == "2 services handled by the province; 2 sessions judged; 1 cause blocks go-live"
    assert rests_on(record).vi.endswith("1 lỗi chặn vận hành")
    assert rests_on(record_of("province", handler=1)).en.endswith("1 session judged; nothing found that blocks go-live")
