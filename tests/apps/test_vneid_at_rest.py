"""What VNeID keeps is of no use to whoever reads the data folder."""

from flask.testing import FlaskClient

from simulator.web.national import National
from simulator.world.people import demo_people
from tests.apps.openid_client import OpenIdClient

NUMBER = demo_people()[0]["personal_id"]


def everything(national: National) -> str:
    """Return all that the database holds, the provider's journal included."""
    tables = [row["name"] for row in national.db.read("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return "\n".join(str(tuple(row)) for table in tables for row in national.db.read(f"SELECT * FROM {table}"))


def test_no_code_token_or_cookie_stands_in_the_database_in_clear(client: FlaskClient, national: National) -> None:
    rp = OpenIdClient(client)
    code = rp.silent_code(NUMBER, scope="openid offline_access")
    tokens = rp.token(code).get_json()
    client.get("/vneid/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    client.post("/vneid/userinfo", data={"access_token": tokens["access_token"]})
    rp.post("introspect", token=tokens["access_token"])
    new = rp.refresh(tokens["refresh_token"]).get_json()
    rp.post("revoke", token=new["refresh_token"])
    cookie = client.get_cookie("vneid_sso", path="/vneid")
    assert cookie is not None
    held = everything(national)
    assert "vneid/token" in held
    given = [tokens[name] for name in ("access_token", "id_token", "refresh_token")]
    for secret in (code, *given, new["access_token"], new["refresh_token"], cookie.value):
        assert len(secret) > 20
        assert secret not in held
