"""The citizen's inbox and wallet on the stand-in phone: notices, what waits for an answer, papers to show."""

import re
from datetime import datetime

from flask import Response, request

from simulator.core.clock import VIETNAM
from simulator.core.text import Text
from simulator.domain.dossier import status_name
from simulator.domain.person import Person
from simulator.vneid.browser import COOKIE
from simulator.vneid.incoming import form_of
from simulator.vneid.services.office import PATH, Office
from simulator.vneid.store import VneidStore
from simulator.web.citizens import find_citizen, link_citizen
from simulator.web.notices import Notice, Notices
from simulator.web.phone_requests import CREATED, PENDING
from simulator.web.presentations import LIFE_SECONDS, Presentations
from simulator.web.recording import Inbound


class InboxPage:
    """The views of `/vneid/inbox` and `/vneid/wallet`, for the citizen who is logged in."""

    def __init__(self, office: Office, logins: VneidStore, notices: Notices, presentations: Presentations) -> None:
        self._office = office
        self._logins = logins
        self._notices = notices
        self._presentations = presentations

    def inbox(self, _inbound: Inbound) -> Response:
        """Show the notices and the requests that wait."""
        person = self._citizen()
        if person is None:
            return self._nobody()
        number, now = person["personal_id"], self._office.now
        asked = self._office.phone.requests.of_citizen(number)
        waiting = [one for one in asked if one.state_at(now) in (PENDING, CREATED)]
        notices = [(one, _at(one), _status(one)) for one in self._notices.of_citizen(number)]
        return self._office.pages.page(
            "inbox.html", person=person, waiting=[(one, self._asker(one.province)) for one in waiting], notices=notices
        )

    def wallet(self, _inbound: Inbound) -> Response:
        """Show the papers."""
        person = self._citizen()
        return self._wallet_page(person) if person else self._nobody()

    def show_papers(self, inbound: Inbound) -> Response:
        """Make the code with which the ticked papers are shown."""
        person = self._citizen()
        if person is None:
            return self._nobody()
        assert inbound.tx is not None
        held = {name for name, paper in self._office.offers.papers.items() if paper.is_held_of(person)}
        chosen = tuple(name for name in form_of(inbound).getlist("paper") if name in held)
        if not chosen:
            return self._wallet_page(person, nothing_chosen=True)
        payload = self._presentations.begin(inbound.tx, person["personal_id"], chosen, self._office.now)
        sessions = link_citizen(inbound, person["personal_id"])
        inbound.fact("wallet_shown", sessions, personal_id=person["personal_id"], papers=list(chosen), by="citizen")
        return self._wallet_page(person, payload=payload)

    def _wallet_page(self, person: Person, payload: str = "", nothing_chosen: bool = False) -> Response:
        held = [(name, paper) for name, paper in self._office.offers.papers.items() if paper.is_held_of(person)]
        until = datetime.fromtimestamp(self._office.now + LIFE_SECONDS, VIETNAM)
        return self._office.pages.page(
            "wallet.html",
            422 if nothing_chosen else 200,
            person=person,
            papers=[(name, paper.title, self._office.offers.shown(person, paper.attributes)) for name, paper in held],
            payload=payload,
            until=f"{until:%H:%M:%S}",
            nothing_chosen=nothing_chosen,
        )

    def _citizen(self) -> Person | None:
        login = self._logins.login(request.cookies.get(COOKIE, ""))
        return find_citizen(self._office.national, login.personal_id) if login else None

    def _nobody(self) -> Response:
        return self._office.pages.page("nobody.html", 401, login=f"{PATH}/login")

    def _asker(self, province: str) -> object:
        sheet = self._office.national.provinces.get(province)
        return sheet.name if sheet else self._office.pages.text("brand")


def _at(notice: Notice) -> str:
    return f"{datetime.fromisoformat(notice.at):%H:%M %d/%m/%Y}"


def _status(notice: Notice) -> Text | None:
    """Return the status of the dossier in words; what is no number of the portal stands as it was sent."""
    if not notice.status:
        return None
    return status_name(int(notice.status)) if re.fullmatch("[0-9]{1,2}", notice.status) else Text.of(notice.status)
