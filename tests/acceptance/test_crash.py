"""Killed at any moment, the national side loses nothing that it acknowledged and doubles nothing.

The process kills itself with SIGKILL at a chosen place of a chosen message (`DVCSIM_FAILPOINT`), is started again on
the same data, and the client goes on with its old session, as a province would.
"""

from pathlib import Path
from typing import Any

import pytest
import requests

from tests.acceptance.processes import Running, client, run, start, started

OPERATION = "portal/DongBoHoSoMC"
AGENCY = "000.00.00.H99"


def dossier(code: str, status: str = "1") -> dict[str, Any]:
    return {
        "MaHoSo": code,
        "MaTTHC": "1.001193",
        "TenTTHC": "Đăng ký khai sinh",
        "MaLinhVuc": "G15-HT01",
        "TenLinhVuc": "Hộ tịch",
        "KenhThucHien": "2",
        "ChuHoSo": "NGUYỄN THỊ THỬ",
        "SoGiayToChuHoSo": "099190000001",
        "LoaiDoiTuong": "1",
        "MaDoiTuong": "",
        "Email": "",
        "SoDienThoai": "0500000001",
        "TrichYeuHoSo": "Đăng ký khai sinh",
        "NgayTiepNhan": "20250701083000",
        "NgayHenTra": "20250702170000",
        "TrangThaiHoSo": status,
        "HinhThuc": "0",
        "DonViXuLy": "UBND phường Thử nghiệm",
        "NoiNopHoSo": "2",
        "HoSoCoThanhPhanSoHoa": "0",
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "DuocThanhToanTrucTuyen": "0",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "099190000001"}],
        "NgayNopHoSo": "20250701081500",
        "DSKetNoiCSDL": [],
    }


class Adapter:
    """A minimal client of the adapter that keeps its session over a restart."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = client()
        body = self.http.post(f"{url}/mapi/login", json={"username": "demo", "password": "demo"}, timeout=10).json()
        self.session = body["session"]

    def call(self, service: str, **extra: Any) -> dict[str, Any]:
        body = {"session": self.session, "madonvi": AGENCY, "service": service, **extra}
        answer = self.http.post(f"{self.url}/mapi/g", json=body, timeout=10).json()
        assert isinstance(answer, dict)
        return answer

    def insert(self, code: str) -> dict[str, Any]:
        return self.call("DongBoHoSoMC", isUpdating="False", data=[dossier(code)])

    def known(self, code: str) -> bool:
        return bool(self.call("TraCuuHoSo", mahoso=code)["result"])


def serve(folder: Path, port: str = "0", **environment: str) -> Running:
    return start("serve", "--port", port, "--data", str(folder / "data"), cwd=folder, **environment)


def messages(url: str) -> list[dict[str, Any]]:
    answer = client().get(f"{url}/admin/exchanges", params={"after": 0, "limit": 500}, timeout=10).json()
    return [item for item in answer["exchanges"] if item["operation"] == OPERATION]


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("point", ["before_commit", "after_commit", "after_answer"])
def test_a_kill_at_any_place_of_a_message_loses_and_doubles_nothing(tmp_path: Path, point: str, nth: int) -> None:
    first = serve(tmp_path, DVCSIM_FAILPOINT=f"{point}:{OPERATION}:{nth}")
    port = first.url.rsplit(":", 1)[1]
    adapter = Adapter(first.url)
    codes = [f"000.00.12.H99-250701-{number:04d}" for number in range(1, nth + 1)]
    acknowledged = []
    for code in codes:
        try:
            answer = adapter.insert(code)
        except requests.exceptions.RequestException:
            break
        assert answer["error_code"] == "0"
        acknowledged.append(code)
    assert first.wait_for_death() == -9
    assert len(acknowledged) == (nth if point == "after_answer" else nth - 1)

    with started("serve", "--port", port, "--data", str(tmp_path / "data"), cwd=tmp_path) as second:
        assert second.url == first.url
        assert [code for code in codes if adapter.known(code)] == (codes[:-1] if point == "before_commit" else codes)
        assert len(messages(second.url)) == (nth - 1 if point == "before_commit" else nth)
        again = adapter.insert(codes[-1])
        if point == "before_commit":
            assert again["error_code"] == "0"
        else:
            assert "đã tồn tại" in again["message"]
        assert all(adapter.known(code) for code in codes)


def test_a_second_serve_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with started("serve", "--port", "0", "--data", str(tmp_path / "data"), cwd=tmp_path) as first:
        second = run("serve", "--port", "0", "--data", str(tmp_path / "data"), cwd=tmp_path, timeout=30)
        assert second.returncode == 2
        assert str(tmp_path / "data") in second.stderr
        assert str(first.process.pid) in second.stderr
        assert "Traceback" not in second.stderr


def test_a_port_in_use_is_named_with_the_way_out(tmp_path: Path) -> None:
    with started("serve", "--port", "0", "--data", str(tmp_path / "one"), cwd=tmp_path) as first:
        port = first.url.rsplit(":", 1)[1]
        second = run("serve", "--port", port, "--data", str(tmp_path / "two"), cwd=tmp_path, timeout=30)
        assert second.returncode == 2
        assert port in second.stderr
        assert "--port 0" in second.stderr
