"""The login page: number and password, QR, a button for each persona, the level, what the client sent, a fault."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response

from simulator.core.text import Text
from simulator.vneid.pages.asked import Asked
from simulator.vneid.pages.fault_choice import offered_cases
from simulator.vneid.pages.login_form import LoginForm
from simulator.vneid.pages.passwords import PASSWORD
from simulator.vneid.pages.personas import persona_groups
from simulator.vneid.pages.sent import parameters_sent
from simulator.vneid.provider import Provider
from simulator.web.pages import language

Errors = Sequence[tuple[str, Text]]
"""(id of the field, what is wrong with it)."""


class LoginPage:
    """Renders the login page."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def show(
        self,
        asked: Asked,
        form: LoginForm | None = None,
        errors: Errors = (),
        status: int = 200,
        notice: Text | None = None,
        back: str = "",
    ) -> Response:
        """Return the page; what was asked waits in its addresses, what was typed stays.

        `back`: where somebody goes who may not log in, so that the client hears of it.
        """
        provider = self._provider
        form = form or LoginForm.read(provider, {"personal_id": asked.values.get("login_hint", "")}, asked)
        return provider.pages.page(
            "login.html",
            status,
            **self._asker(asked),
            profile=provider.profile.id,
            form=form,
            errors=list(errors),
            wrong=dict(errors),
            notice=notice,
            back=back,
            password=PASSWORD,
            groups=persona_groups(provider),
            levels=self._levels(),
            level_asked=provider.profile.level_asked(asked.values.get("acr_values", "")),
            cases=offered_cases(provider, asked.client_id),
            to=lambda below="": asked.at(provider.path("login") + below),
            other_address=self.switch(asked),
        )

    def refuse(
        self, asked: Asked, form: LoginForm, field: str, problem: Text | None, status: int, back: str = ""
    ) -> Response:
        """Return the page with what is wrong with one field."""
        return self.show(asked, form, [(field, problem)] if problem else [], status, back=back)

    def switch(self, asked: Asked) -> str:
        """Return where the page is in the other language, also after a form was sent."""
        return asked.at(self._provider.path("login"), lang="en" if language() == "vi" else "vi")

    def _asker(self, asked: Asked) -> Mapping[str, Any]:
        """Return who asks, and what it sent."""
        client = self._provider.client(asked.client_id)
        sent = parameters_sent(self._provider, client, asked) if client else []
        return {"asker": asker(self._provider, asked.client_id), "sent": sent}

    def _levels(self) -> list[tuple[int, str]]:
        return sorted(self._provider.profile.acr.items())


def asker(provider: Provider, client_id: str) -> Text | None:
    """Return who asks, by the name of its claim sheet if it has one; None when nobody does."""
    client = provider.client(client_id) if client_id else None
    sheet = provider.national.provinces.get(client.registered.province) if client else None
    if sheet is None:
        return provider.text("asker_unnamed", client=client_id) if client_id else None
    return Text(f"{sheet.name.vi} ({client_id})", f"{sheet.name.en} ({client_id})")
