"""A province that sends bare arrays to a proxy: with "newly registered", and at once again with the real status."""

from typing import Any

from ..adapter import ask, browser
from ..config import Config
from ..store import Dossier, Store
from .papers import file_address, paper_rows, result_rows


class Hg:
    """The dialogue. Steps are not sent: public code of this family shows dossiers only."""

    def __init__(self, config: Config, store: Store, base_url: str) -> None:
        self._config = config
        self._store = store
        self._base_url = base_url
        self._http = browser()

    def job(self, running: bool) -> None:
        """Nothing is kept between two calls."""

    def procedure(self, code: str) -> dict[str, Any]:
        """[own-catalogue] Return the procedure from the system's own list; it never asks the portal for it."""
        return {"MATTHC": code, "TENTTHC": f"Thủ tục {code}", "KETQUATHUCHIEN": [{"TENKETQUA": "Kết quả"}]}

    def tech_id(self, number: str) -> str:
        """[number-as-account] The personal number stands where others write the portal account."""
        return number

    def tell(self, dossier: Dossier, known_steps: int) -> bool:
        """Tell the portal of a dossier; return whether it was sent, for the answer is written to the log alone."""
        if dossier.status == "1":
            # [at-reception] Nothing is told before an officer has received or refused the dossier.
            return True
        if self._store.kept(f"inserted:{dossier.code}") is None:
            # [insert-then-update]
            self._send(dossier, "1", is_update=False)
            self._store.keep(f"inserted:{dossier.code}", {})
            if dossier.status != "3":
                self._send(dossier, "2", is_update=True)
        if dossier.status != "2":
            self._send(dossier, dossier.status, is_update=True)
        return True

    def _send(self, dossier: Dossier, status: str, is_update: bool) -> None:
        query = {"MaDinhDanhDV": self._config.agency, "isUpdating": "True" if is_update else "False"}
        url = f"{self._config.portal}/SynsTTHCC/DongBoHoSoMC"
        account = (self._config.account, self._config.password)
        row = self._row(dossier, status)
        said = ask(self._http, "POST", url, self._config.timeout, params=query, json=[row], auth=account)
        # [answer-logged] Only the log knows the answer.
        ok = str(said.get("error_code")) in ("0", "00")
        self._store.log(dossier.code, "DongBoHoSoMC", ok, f"{said.get('error_code')!r} {said.get('message')}")

    def _row(self, dossier: Dossier, status: str) -> dict[str, Any]:
        """[few-fields] The fields that public code of this family writes."""
        procedure = self.procedure(dossier.procedure)
        return {
            "MaHoSo": dossier.code,
            "MaTTHC": self._config.localised(dossier.procedure),
            "MaLinhVuc": "G03-GD10",
            "SoBienNhan": "",
            "MaDoiTuong": dossier.owner["number"],
            "NgayTiepNhan": dossier.received_at,
            "NgayHenTra": dossier.due_at,
            "TrangThaiHoSo": status,
            "HinhThuc": "0",
            "TaiLieuNop": paper_rows(dossier, self._file),
            "DanhSachGiayToKetQua": result_rows(dossier, procedure, self._file),
        }

    def _file(self, file_id: str) -> str:
        return file_address(self._base_url, file_id)
