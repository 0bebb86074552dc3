"""The account at the adapter, tried as a client would use it: login, then one call with the agency code."""

from collections.abc import Iterator

import requests

from simulator.doctor.bench import Bench
from simulator.doctor.diagnosis import Diagnosis
from simulator.doctor.texts import broken, fine, unclear
from simulator.wire.client_calls import login_call, procedure_call, told

LOGIN_PATH, DOOR_PATH = "/mapi/login", "/mapi/g"


def account(bench: Bench) -> Iterator[Diagnosis]:
    """Log in, and ask for one procedure."""
    password = str(bench.sheet.raw["account"].get("password", ""))
    if not password:
        yield broken("account", "account_no_password", account=bench.sheet.account)
        return
    try:
        answer = told(bench.post(LOGIN_PATH, login_call(bench.sheet.account, password)).json())
        if not answer.session:
            yield broken("account", "account_refused", account=bench.sheet.account, why=answer.message)
            return
        yield fine("account", "account_taken", account=bench.sheet.account)
        yield from _agency(bench, answer.session)
    except (requests.RequestException, ValueError) as error:
        yield unclear("account", "account_silent", why=type(error).__name__)


def _agency(bench: Bench, session: str) -> Iterator[Diagnosis]:
    sheet = bench.sheet
    code = next((code.code for name in sheet.services for code in bench.catalogue.services[name].codes), "1.001193")
    answer = told(bench.post(DOOR_PATH, procedure_call(session, sheet.agency, code)).json())
    dialect = bench.catalogue.dialects[sheet.dialect]
    if answer.code != dialect.answers["ok"]:
        yield broken("agency", "agency_refused", agency=sheet.agency, why=answer.message)
    else:
        yield fine("agency", "agency_taken", agency=sheet.agency, code=code)
