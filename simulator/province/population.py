"""Asks the national population database about one citizen, and says who asks, for which dossier and why."""

from typing import Any
from uuid import uuid4

from simulator.province.config import ProvinceConfig
from simulator.province.national_side import NationalSide
from simulator.province.people import folded_name, person_from_population
from simulator.province.seams import Seams

PATH = "/ndxp/csdlqgdc/TraCuuThongTinCongDan"
SHARING_CODE = "037"
PREFILL = "Điền sẵn biểu mẫu điện tử cho công dân đã đăng nhập"
DECISION = "Đối chiếu dữ liệu trước khi ra kết quả giải quyết thủ tục hành chính"


class Population:
    """A client of the population database behind the exchange platform."""

    def __init__(self, national_side: NationalSide, config: ProvinceConfig, seams: Seams) -> None:
        self._national_side = national_side
        self._config = config
        self._seams = seams

    def look_up(
        self, personal_id: str, *, name: str, birth_date: str, procedure: str, purpose: str, dossier: str = ""
    ) -> dict[str, str] | None:
        """Return what is known of a citizen, empty without a match; None when it was not asked.

        Raises `NationalSideDown`.
        """
        query = self._seams.population_query(
            {
                "MaYeuCau": str(uuid4()),
                "MaDVC": f"{procedure}.01",
                "MaTichHop": SHARING_CODE,
                "MaCanBo": self._config.requester,
                "SoDinhDanh": personal_id,
                "SoCMND": "",
                "HoVaTen": folded_name(name),
                **_birth(birth_date),
                "MaHoSo": dossier,
                "MucDich": purpose,
            }
        )
        if query is None:
            return None
        account = (self._config.account, self._config.password)
        return _citizen(self._national_side.ask("POST", PATH, json=query, auth=account))


def _birth(birth_date: str) -> dict[str, str]:
    digits = birth_date.replace("-", "")
    return {"NgayThangNam": digits if len(digits) == 8 else "", "Nam": digits if len(digits) == 4 else ""}


def _citizen(answer: Any) -> dict[str, str]:
    """No collection, and a collection without a citizen, are the same answer: nobody matches."""
    for name in ("Body", "CongdanCollection", "CongDan"):
        answer = answer.get(name) if isinstance(answer, dict) else None
    if isinstance(answer, list):
        answer = answer[0] if answer else None
    return person_from_population(answer) if isinstance(answer, dict) else {}
