"""Provinces that speak the dialects of real families, and their messages."""

from typing import Any

from flask.testing import FlaskClient

from tests.apps.portal_messages import report, step

FACADE = "/api/lgsp/KetNoiMotCuaQuocGia"


def agency_of(code: str) -> str:
    return f"000.00.00.H{code}"


def dossier(code: str, **changes: Any) -> dict[str, Any]:
    """Return a row of the province with that code."""
    return report(MaHoSo=f"000.00.12.H{code}-260305-0007", MaTTHC=f"1.001193.H{code}", **changes)


def progress(code: str, **changes: Any) -> dict[str, Any]:
    return step(MaHoSo=f"000.00.12.H{code}-260305-0007", **changes)


def session_of(client: FlaskClient, name: str) -> str:
    body = {"username": name, "password": f"{name}-password"}
    return str(client.post("/mapi/login", json=body).get_json()["session"])


def call(client: FlaskClient, name: str, code: str, service: str, **parts: Any) -> dict[str, Any]:
    """Send one call through the adapter and return what came back."""
    body = {"session": session_of(client, name), "madonvi": agency_of(code), "service": service, **parts}
    return dict(client.post("/mapi/g", json=body).get_json())
