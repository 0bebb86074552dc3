"""What OpenCPS says beside its dossiers: online services, questions with their answers, satisfaction by the month."""

from typing import Any

from ..adapter import Adapter
from ..config import Config


class Beside:
    """The messages of OpenCPS that no dossier hangs on."""

    def __init__(self, config: Config, adapter: Adapter) -> None:
        self._config = config
        self._adapter = adapter

    def online_services(self) -> list[dict[str, Any]]:
        """[online-services] The result is an object here, with the rows under `data`."""
        said = self._adapter.call("LayDVC")
        return [dict(row) for row in said["result"]["data"]]

    def questions(self) -> list[dict[str, Any]]:
        """[questions] Return what citizens asked at the portal, and what is answered already."""
        return [row for row in self._adapter.call("LayDanhSachHoiDapGuiTuDVCQG")["result"] if int(row["HOIDAPID"]) > 0]

    def answer_of(self, question: str) -> list[dict[str, Any]]:
        """[questions] Return the answers of a question."""
        return list(self._adapter.call("LayNoiDungTraLoiTheoCauHoi", cauhoiid=question)["result"])

    def answer(self, question: str, text: str, at: str) -> bool:
        """[questions] Tell the portal an answer."""
        row = {"HOIDAPID": question, "MADONVI": self._config.agency, "NGUOITRALOI": "Cán bộ một cửa"}
        row |= {"CHUCVUNGUOITRALOI": "Chuyên viên", "NGAYTRALOI": at, "NOIDUNGTRALOI": text}
        return self._ok(self._adapter.call("DongBoKetQuaHoiDapGuiTuDVCQG", data=[row]))

    def own_question(self, number: str, field: str, text: str) -> bool:
        """[questions] Tell the portal a question that was asked at the system; one key is in mixed case."""
        row = {"HOIDAPID": number, "MaLinhVuc": field, "NOIDUNG": text}
        row |= {"MADONVI": self._config.agency, "TENDONVI": self._config.name}
        return self._ok(self._adapter.call("DongBoHoiDap", data=[row]))

    def satisfaction(self, month: str, procedure: str) -> bool:
        """[satisfaction] Tell the portal a month's figures, `M-yyyy`, percentages with their sign."""
        row = {
            "NgayTongHop": month,
            "TongSoNguoiDanhGia": "20",
            "PhanTramDanhGiaRatHaiLong": "50%",
            "PhanTramDanhGiaHaiLong": "45%",
            "PhanTramDanhGiaChuaHaiLong": "5%",
            "DanhSachNoiDungYKien": "",
            "MaThuTuc": procedure,
            "NoiDung": "Mức độ hài lòng chung",
            "PhanTramDanhGiaDichVuRatHaiLong": "50%",
            "PhanTramDanhGiaDichVuHaiLong": "50%",
            "PhanTramDanhGiaDichVuChuaHaiLong": "0%",
            "Madonvi": self._config.agency,
            "TenDonVi": self._config.name,
        }
        return self._ok(self._adapter.call("DongBoDanhGia", data=[row]))

    @staticmethod
    def _ok(said: dict[str, Any]) -> bool:
        return int(said.get("error_code", -1)) == 0
