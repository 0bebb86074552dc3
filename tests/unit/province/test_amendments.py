"""What a citizen does with a dossier after filing it: supplements, withdraws, and files the next one."""

from io import BytesIO
from typing import Any

import pytest

from tests.unit.province.conftest import JSON, World
from tests.unit.province.fakes import CLAIMS

WHY = "Giấy tờ chưa rõ"
HTML = {"Accept": "text/html"}


def view(world: World, code: str) -> dict[str, Any]:
    document: dict[str, Any] = world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json
    return document


def asked(world: World, **more: Any) -> str:
    """File a dossier and let the officer ask for a supplement of it."""
    code = world.citizen.file()
    demand = {"reason": WHY, "components": ["T.THEM"], "fields": ["why"], **more}
    assert world.citizen.officer(code, "request_supplement", **demand).json["status"] == 5
    return code


def supplement(world: World, code: str, **changes: Any) -> Any:
    body = {
        "supplement_id": "b-1",
        "values": {"why": "Lý do rõ hơn"},
        "components": [{"code": "T.THEM", "name": "them.pdf", "content_type": "application/pdf", "content": "eA=="}],
    }
    return world.citizen.client.post(f"/ho-so/{code}/bo-sung", json=body | changes)


def withdraw(world: World, code: str, request_id: str = "w-1", reason: str = "") -> Any:
    return world.citizen.client.post(f"/ho-so/{code}/rut", json={"request_id": request_id, "reason": reason})


class TestSupplement:
    def test_the_page_says_what_is_asked_for_and_why(self, world: World) -> None:
        code = asked(world)
        shown = view(world, code)
        assert shown["asked"] == {"reason": WHY, "components": ["T.THEM"], "fields": ["why"]}
        assert shown["supplement"] == f"/ho-so/{code}/bo-sung"
        assert WHY in shown["history"][-1]["content"]

    def test_it_is_taken_into_the_same_dossier_and_the_officer_goes_on(self, world: World) -> None:
        code = asked(world)
        assert supplement(world, code).json == {"dossier_code": code, "status": 5}
        assert {row["id"]: row["value"] for row in view(world, code)["fields"]}["why"] == "Lý do rõ hơn"
        assert world.citizen.officer(code, "process").json["status"] == 4
        shown = view(world, code)
        assert (shown["asked"], shown["supplement"]) == (None, None)
        world.settle()
        report = world.national.dossiers[code]
        assert [paper["MaThanhPhanHoSo"] for paper in report["TaiLieuNop"]] == ["T.GIAY", "T.THEM"]
        (row,) = report["DanhSachHoSoBoSung"]
        assert (row["HoSoBoSungId"], row["NoiDungBoSung"]) == ("b-1", WHY)
        assert len(row["NgayTiepNhanBoSung"]) == 14

    def test_the_same_id_is_taken_once(self, world: World) -> None:
        code = asked(world)
        first, again = supplement(world, code), supplement(world, code)
        assert (first.json, again.status_code) == (again.json, 200)
        dossier = world.system.archive.find(code)
        assert dossier is not None
        assert len(dossier.papers) == 2

    @pytest.mark.parametrize(
        ("changes", "named"),
        [
            ({"components": []}, {"component": "T.THEM"}),
            ({"values": {}}, {"field": "why"}),
            ({"values": {"why": "x", "name": "Người khác"}}, {"field": "name"}),
            ({"values": "x"}, {"field": "values"}),
            ({"supplement_id": ""}, {"field": "supplement_id"}),
        ],
    )
    def test_what_is_missing_or_was_not_typed_is_422(self, world: World, changes: Any, named: Any) -> None:
        answer = supplement(world, asked(world), **changes)
        assert answer.status_code == 422
        (error,) = answer.json["errors"]
        assert named.items() <= error.items()
        assert error["message"]

    def test_words_alone_can_be_answered_with_any_line_but_not_with_nothing(self, world: World) -> None:
        code = asked(world, components=[], fields=[])
        assert supplement(world, code, values={}, components=[]).status_code == 422
        assert supplement(world, code, values={"phone": "0500000999"}, components=[]).status_code == 200

    def test_what_nobody_asked_for_is_409(self, world: World) -> None:
        answer = supplement(world, world.citizen.file())
        assert answer.status_code == 409
        assert answer.json["message"]

    def test_people_have_a_page_for_it(self, world: World) -> None:
        code = asked(world)
        client = world.citizen.client
        assert f"/ho-so/{code}/bo-sung" in client.get(f"/ho-so/{code}", headers=HTML).text
        form = client.get(f"/ho-so/{code}/bo-sung", headers=HTML).text
        assert WHY in form
        assert 'name="field.why"' in form
        assert 'name="component.T.THEM"' in form
        assert 'name="field.phone"' not in form
        sent = {"supplement_id": "p-1", "field.why": "Rõ"}
        wrong = client.post(f"/ho-so/{code}/bo-sung", data=sent, headers=HTML)
        assert wrong.status_code == 422
        assert "T.THEM" in wrong.text
        done = client.post(
            f"/ho-so/{code}/bo-sung", data=sent | {"component.T.THEM": (BytesIO(b"x"), "a.pdf")}, headers=HTML
        )
        assert (done.status_code, done.location) == (303, f"/ho-so/{code}")

    def test_the_page_of_a_request_in_words_offers_what_may_be_changed(self, world: World) -> None:
        code = asked(world, components=[], fields=[])
        form = world.citizen.client.get(f"/ho-so/{code}/bo-sung", headers=HTML).text
        assert 'name="field.phone"' in form
        assert 'name="field.name"' not in form
        assert "T.CAN_CUOC" not in form


class TestWithdrawal:
    @pytest.mark.parametrize("actions", [(), ("accept",), ("accept", "process"), ("request_supplement",)])
    def test_before_the_decision_the_owner_may_stop(self, world: World, actions: tuple[str, ...]) -> None:
        code = world.citizen.file()
        for action in actions:
            world.citizen.officer(code, action)
        assert view(world, code)["withdraw"] == f"/ho-so/{code}/rut"
        assert withdraw(world, code, reason="Nộp lại sau").json == {"dossier_code": code, "status": 7}
        world.settle()
        assert world.national.reported[-1] == "7"
        assert "Nộp lại sau" in world.national.steps[-1]["NoiDungXuLy"]
        assert view(world, code)["withdraw"] is None

    def test_after_the_decision_it_is_too_late(self, world: World) -> None:
        code = world.citizen.file()
        for action in ("accept", "finish"):
            world.citizen.officer(code, action)
        assert view(world, code)["withdraw"] is None
        assert withdraw(world, code).status_code == 409

    def test_nothing_is_processed_after_it(self, world: World) -> None:
        code = world.citizen.file()
        withdraw(world, code)
        assert world.citizen.officer(code, "accept").status_code == 409

    def test_the_same_id_is_answered_the_same(self, world: World) -> None:
        code = world.citizen.file()
        first, again, other = withdraw(world, code), withdraw(world, code), withdraw(world, code, "w-2")
        assert (first.json, again.status_code, other.status_code) == (again.json, 200, 409)

    def test_people_have_a_page_for_it(self, world: World) -> None:
        code = world.citizen.file()
        client = world.citizen.client
        assert f"/ho-so/{code}/rut" in client.get(f"/ho-so/{code}", headers=HTML).text
        assert "Lý do" in client.get(f"/ho-so/{code}/rut", headers=HTML).text
        done = client.post(f"/ho-so/{code}/rut", data={"request_id": "p", "reason": "x"}, headers=HTML)
        assert (done.status_code, done.location) == (303, f"/ho-so/{code}")
        assert client.get(f"/ho-so/{code}/rut", headers=HTML).status_code == 409
        assert f"/ho-so/{code}/rut" not in client.get(f"/ho-so/{code}", headers=HTML).text


@pytest.mark.parametrize("change", ["bo-sung", "rut"])
def test_only_the_owner_can_change_a_dossier(world: World, change: str) -> None:
    code = asked(world)
    stranger = world.app.test_client()
    assert stranger.post(f"/ho-so/{code}/{change}", json={}).status_code == 401
    assert stranger.get(f"/ho-so/{code}/{change}", headers=HTML).status_code == 302
    world.national.claims = {**CLAIMS, "SoDinhDanh": "099300000099"}
    world.citizen.client = stranger
    world.citizen.land()
    body = {"supplement_id": "x", "request_id": "x", "values": {"why": "x"}, "components": []}
    assert stranger.post(f"/ho-so/{code}/{change}", json=body).status_code == 404
    assert stranger.get(f"/ho-so/{code}/{change}", headers=HTML).status_code == 404


class TestRemembered:
    def test_what_was_typed_about_oneself_stands_in_the_next_form_and_can_be_changed(self, world: World) -> None:
        assert world.citizen.form()["phone"]["state"] == "input"
        world.citizen.submit()
        field = world.citizen.form()["phone"]
        assert (field["state"], field["value"], field["source"]) == ("editable", "0500000123", "KHO_DU_LIEU_CA_NHAN")
        world.citizen.submit(submission_id="s-2", values={"why": "x", "phone": "0500000456"})
        assert world.citizen.form()["phone"]["value"] == "0500000456"

    def test_people_see_it_filled_in(self, world: World) -> None:
        world.citizen.file()
        page = world.citizen.client.get("/vi/nps/apply?MaTTHC=9.000001", headers=HTML).text
        assert 'value="0500000123"' in page

    def test_what_was_said_of_the_case_or_of_others_is_not_remembered(self, world: World) -> None:
        world.citizen.file(values={"why": "Lý do", "father": "099200000018"})
        form = world.citizen.form()
        assert (form["why"]["state"], form["father"]["state"]) == ("input", "input")

    def test_it_is_nobody_else_s(self, world: World) -> None:
        world.citizen.file()
        world.national.claims = {**CLAIMS, "SoDinhDanh": "099300000099"}
        world.citizen.client = world.app.test_client()
        assert world.citizen.form()["phone"]["state"] == "input"

    def test_what_was_stated_anew_is_remembered(self, world: World) -> None:
        code = asked(world, components=[], fields=["phone"])
        supplement(world, code, values={"phone": "0500000789"}, components=[])
        assert world.citizen.form()["phone"]["value"] == "0500000789"
