"""The citizen who has proved herself with one factor alone comes to a form, and proves more when she is asked to."""

from typing import Any

from simulator.control.browser import Browser
from simulator.control.journey import citizen_of, open_form, procedure_code
from simulator.control.login_page import OPERATION
from simulator.control.problems import HandProblem, wrong_status
from simulator.control.stage import Stage
from simulator.domain.identity_profile import STANDARD

_ONE_FACTOR = 1


def step_up(stage: Stage) -> dict[str, Any]:
    """Log in at VNeID at level 1, in a browser that the system has never seen, and go from the portal to the form."""
    browser = Browser(stage.outbound, stage.sheet, stage.session.id, stage.national.public_url)
    _log_in(stage, browser)
    try:
        open_form(stage, browser, procedure_code(stage))
    except HandProblem as problem:
        return stage.fail(problem)
    return {"ok": True}


def _log_in(stage: Stage, browser: Browser) -> None:
    word = stage.national.catalogue.identity_profiles[STANDARD].acr[_ONE_FACTOR]
    form = {"personal_id": stage.session.people[citizen_of(stage)]["personal_id"], "level": str(_ONE_FACTOR)}
    reply = browser.fill(f"{stage.national.public_url}/vneid/login?acr_values={word}", OPERATION, form)
    if reply.status != 303:
        raise wrong_status(reply, "303 from VNeID's login page")
