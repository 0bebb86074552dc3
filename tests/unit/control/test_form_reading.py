"""What a page shows, in the words of the form that the checks know. The page is a stand-in of the browser's."""

from types import SimpleNamespace
from typing import Any

import pytest

from simulator.control.form_pages import written
from simulator.control.form_reading import fee_of, read_form
from simulator.control.page_work import Handle
from simulator.control.selectors import near_selectors
from simulator.domain.form_script import Line, Listed, Reading, SendingPage, Spot

BUTTON = Spot("#nop")


def element(**changes: Any) -> dict[str, Any]:
    shown = {"tag": "input", "type": "text", "control": True, "label": "", "value": "", "drawn": "", "name": ""}
    state = {"id": "", "checked": False, "required": False, "locked": False, "visible": True, "told": "", "href": ""}
    return {**shown, **state, "options": [], "attributes": {}, **changes}


class Page:
    """A page with elements by selector; what no line of the script names stands under `others`."""

    def __init__(self, found: dict[str, list[dict[str, Any]]], others: tuple[dict[str, Any], ...] = ()) -> None:
        self._found = found
        self._others = others

    def reach(self, spots: list[Spot], refused: Spot | None = None) -> None:
        assert all(spot in (BUTTON,) or spot.selector in self._found for spot in spots)

    def rows(self, spot: Spot, *names: str) -> list[dict[str, Any]]:
        return self._found.get(spot.selector, [])

    def others(self, button: Spot) -> list[Handle]:
        return [Handle("input", at, row) for at, row in enumerate(self._others)]

    def read(self, reading: Reading) -> str:
        return str(self._found[reading.spot.selector][0]["value"])


STAGE: Any = SimpleNamespace(service=SimpleNamespace(fields=[SimpleNamespace(datum="child.birth_date", type="date")]))


def form(found: dict[str, list[dict[str, Any]]], *others: dict[str, Any], **page: Any) -> Any:
    tab: Any = Page(found, others)
    lines = tuple(Line(Spot(selector), datum) for selector, datum in page.pop("lines", {}).items())
    return read_form(STAGE, tab, SendingPage(BUTTON, Reading(BUTTON), fields=lines, **page))


@pytest.mark.parametrize(
    ("shown", "state"),
    [
        (element(value=""), "input"),
        (element(value="Nguyễn Văn An"), "editable"),
        (element(value="Nguyễn Văn An", locked=True), "locked"),
        (element(tag="output", control=False, value="Nguyễn Văn An", locked=True), "locked"),
    ],
)
def test_the_state_of_a_line_is_read_from_the_page(shown: dict[str, Any], state: str) -> None:
    row = form({"#ten": [shown]}, lines={"#ten": "applicant.full_name"}).fact["fields"][0]
    assert (row["state"], row["value"], row["datum"]) == (state, shown["value"], "applicant.full_name")


def test_a_line_is_required_by_the_page_or_by_a_mark_of_its_label() -> None:
    found = {
        "#a": [element(name="a", label="Họ và tên: (*)", required=False)],
        "#b": [element(name="b", label="Ngày sinh", drawn='" *"')],
        "#c": [element(name="c", label="Ghi chú")],
        "#d": [element(name="d", label="Nơi sinh", required=True)],
    }
    rows = form(found, lines=dict.fromkeys(found, "")).fact["fields"]
    assert [row["required"] for row in rows] == [True, True, False, True]
    assert rows[0]["label"] == "Họ và tên"


def test_a_choice_of_buttons_is_one_line() -> None:
    found = {"[name=gt]": [element(type="radio", label="Nam"), element(type="radio", label="Nữ", checked=True)]}
    row = form(found, lines={"[name=gt]": "child.gender"}).fact["fields"][0]
    assert (row["value"], row["state"]) == ("Nữ", "editable")


def test_what_the_script_does_not_name_is_told_too() -> None:
    read = form({}, element(name="noiCuTru", label="Nơi cư trú"), element(type="file", label="Bản sao căn cước *"))
    assert [(row["id"], row["label"], row["datum"]) for row in read.fact["fields"]] == [("noiCuTru", "Nơi cư trú", "")]
    assert [(row["code"], row["name"], row["required"]) for row in read.fact["components"]] == [
        ("", "Bản sao căn cước", True)
    ]
    assert read.bound == frozenset()
    assert read.files == {}


def test_components_come_by_code_or_by_an_attribute() -> None:
    found = {
        "#gcs": [element(type="file", label="Giấy chứng sinh", required=True, told="Chưa có dữ liệu")],
        "[data-ma]": [element(type="file", attributes={"data-ma": "X"}), element(attributes={"data-ma": ""})],
    }
    listed = (Listed(Spot("#gcs"), "GCS"), Listed(Spot("[data-ma]"), name_from="data-ma"), Listed(Spot("#no"), "N"))
    rows = form(found, components=listed).fact["components"]
    assert [(row["code"], row["required"], row["reason"]) for row in rows] == [
        ("GCS", True, "Chưa có dữ liệu"),
        ("X", False, ""),
    ]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Phí: không thu.", 0),
        ("MIỄN PHÍ", 0),
        ("20.000 đồng", 20000),
        ("Lệ phí 8,000 VND", 8000),
        ("theo từng trường hợp", None),
    ],
)
def test_a_fee_is_read_as_people_write_it(text: str, amount: int | None) -> None:
    assert fee_of(text) == amount


def test_a_day_is_typed_as_the_page_wants_it() -> None:
    page = SendingPage(BUTTON, Reading(BUTTON))
    assert written(page, Handle("#a", 0, element()), "2025-06-20") == "20/06/2025"
    assert written(page, Handle("#a", 0, element(type="date")), "2025-06-20") == "2025-06-20"
    assert written(page, Handle("#a", 0, element()), "Số 2025-06-20") == "Số 2025-06-20"


def test_selectors_that_read_alike_are_told() -> None:
    known = ["#hoTen", '[name="ho_ten_cha"]', "#nop"]
    assert near_selectors("input[name=hoTen]", known).startswith("did you mean")
    assert near_selectors("#ho-ten", known).startswith("did you mean #hoTen")
    assert near_selectors("#zzzzzzz", known) == "3 ids and names are on the page, none of them close"
