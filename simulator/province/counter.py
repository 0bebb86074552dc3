"""The counter behind its test hook: an officer enters a dossier for a citizen who stands there.

The citizen shows a card or opens VNeID; neither is demanded. What the state knows of the person is read as for an
online form, the rest is typed from what the citizen says.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from simulator.province.codes import national_code
from simulator.province.config import SUBMIT
from simulator.province.desk import Answer
from simulator.province.eform import EForm
from simulator.province.forms import Forms
from simulator.province.intake import Intake
from simulator.province.logins import Login
from simulator.province.offer import Offer
from simulator.province.seams import Seams
from simulator.province.submission import Counter, Submission, SubmissionRefused, submission_from_wire
from simulator.province.units import Units

VNEID = "vneid"
_CARD = {"personal_id": "SoDinhDanh", "full_name": "HoVaTen", "birth_date": "NgayThangNamSinh"}
"""What stands on a card, under the names of an identity."""


class CounterDesk:
    """Takes dossiers at a counter."""

    def __init__(self, forms: Forms, intake: Intake, offer: Offer, units: Units, seams: Seams) -> None:
        self._forms = forms
        self._intake = intake
        self._offer = offer
        self._units = units
        self._seams = seams

    def file(self, asked: Mapping[str, Any], at: datetime) -> Answer:
        """Return the answer to a filing; raises `ValueError` for one that cannot be read."""
        code = national_code(str(asked.get("procedure") or ""))
        eform = self._offer.form(code) if code and self._offer.offers(code) else None
        if eform is None:
            return Answer(404, {"message": f"Hệ thống này không tiếp nhận thủ tục {code}."})
        person, identified_by = _person(asked), str(asked.get("identified_by") or "")
        address = str(person.get("address_on_card") or "")
        demands = self._seams.counter_demands(identified_by, bool(address) and self._units.is_former(address))
        if demands:
            return Answer(422, {"errors": [{"demand": demand, "message": message} for demand, message in demands]})
        login = _identity(person, str(asked["request_id"]))
        counter = Counter(at, str(person.get("commune_on_card") or ""), identified_by == VNEID)
        try:
            form = self._forms.show(login, eform)
            dossier = self._intake.submit(login, form, _submission(asked, eform, form.locked_values()), counter)
        except SubmissionRefused as refusal:
            return Answer(422, {"errors": refusal.problems})
        view = f"{SUBMIT}/{dossier.code}"
        return Answer(201, {"dossier_code": dossier.code, "status": dossier.status, "view": view})


def _person(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    person = asked.get("person")
    if not isinstance(person, dict) or not person.get("personal_id"):
        raise ValueError("Cần person với personal_id.")
    return person


def _identity(person: Mapping[str, Any], request_id: str) -> Login:
    """The citizen as read from the card; kept like a login, under the request."""
    claims = {claim: str(person.get(name) or "") for name, claim in _CARD.items()}
    return Login(f"counter/{request_id}", claims | {"NgayThangNamSinh": claims["NgayThangNamSinh"].replace("-", "")})


def _submission(asked: Mapping[str, Any], eform: EForm, locked: Mapping[str, str]) -> Submission:
    """Values are named by field or by datum; what is known is not typed."""
    said = asked.get("values") or {}
    if not isinstance(said, dict):
        raise ValueError("Cần values: mã trường hoặc dữ liệu -> nội dung.")
    values = {
        field.id: str(said.get(field.id) or said.get(field.datum) or "")
        for field in eform.fields
        if field.id not in locked
    }
    return submission_from_wire(
        {
            "submission_id": str(asked["request_id"]),
            "agency": asked.get("agency"),
            "values": values,
            "components": asked.get("components"),
        }
    )
