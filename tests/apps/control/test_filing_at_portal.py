"""The citizen files at the portal itself, through the session's hand."""

import base64
from typing import Any

import pytest

from tests.apps.control.conftest import PROVINCE, Story


@pytest.fixture
def fetching(story: Story) -> Story:
    story.dossiers["fetch"] = (PROVINCE,)
    return story


def file(story: Story, request_id: str = "r-file", **body: Any) -> dict[str, Any]:
    return story.post("citizen", request_id=request_id, action="file_at_portal", **body)


def test_the_form_is_filled_and_an_electronic_copy_attached(fetching: Story) -> None:
    assert file(fetching, typed={"child.full_name": "Nguyễn Thị Hoà Thuỷ"})["dossier_code"] == "G22-250701-0000001"
    (sent,) = fetching.dossiers["filed"]
    assert (sent["code"], sent["way"]) == ("1.001193", "pull")
    assert sent["values"] == {"child": "Nguyễn Thị Hoà Thuỷ"}
    (paper,) = sent["components"]
    assert paper["code"] == "KS.GIAY_CHUNG_SINH"
    assert base64.b64decode(paper["content"]).startswith(b"%PDF")


def test_a_repeated_request_files_once(fetching: Story) -> None:
    assert file(fetching) == file(fetching)
    assert len(fetching.dossiers["filed"]) == 1


def test_each_request_is_a_submission_of_its_own(fetching: Story) -> None:
    file(fetching, "r-1")
    file(fetching, "r-2", way="poll-linked", leave_out=["KS.GIAY_CHUNG_SINH"])
    first, second = fetching.dossiers["filed"]
    assert first["submission_id"] != second["submission_id"]
    assert (second["way"], second["components"]) == ("poll-linked", [])


def test_the_officer_acts_on_that_dossier(fetching: Story) -> None:
    file(fetching)
    answer = fetching.post("officer", request_id="r-officer", action="accept")
    assert answer["dossier_code"] == "G22-250701-0000001"


def test_a_system_that_does_not_fetch_is_named(story: Story) -> None:
    answer = file(story)
    assert answer["ok"] is False
    assert "404" in answer["problem"]["detail"]


def test_what_the_portal_does_not_take_is_said(fetching: Story) -> None:
    fetching.dossiers["refuse"] = True
    assert file(fetching)["problem"]["kind"] == "http_status"


def test_another_way_is_refused(fetching: Story) -> None:
    body = {"request_id": "r-x", "action": "file_at_portal", "way": "post"}
    answer = fetching.admin.post(f"/admin/sessions/{fetching.id}/citizen", json=body)
    assert answer.status_code == 400
    assert "poll-linked" in answer.text
