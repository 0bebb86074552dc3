"""The request as Authlib reads it: from Flask's request and the body that the recorder has already read."""

from collections import defaultdict
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

from authlib.oauth2.rfc6749 import OAuth2Payload, OAuth2Request
from flask import request as flask_request
from werkzeug.datastructures import ImmutableMultiDict

from simulator.session.login_faults import LoginFault
from simulator.vneid.granted import Grant
from simulator.web.credentials import authorization_of
from simulator.web.recording import Inbound


class IncomingRequest(OAuth2Request):  # type: ignore[misc]
    """One request at the provider.

    Authlib answers 500 for plain http on a name that is not loopback (a container's name). Whether TLS is wanted is
    the operator's choice, made with --public-url, so the address that Authlib checks is not the real one.
    """

    def __init__(self, inbound: Inbound) -> None:
        super().__init__(flask_request.method, "https://operators.choice.example", headers=flask_request.headers)
        self._body = form_of(inbound)
        self.grant: Grant | None = None
        """What the code or token of the request was given for, as soon as it is known, also when it is refused."""
        self.fault: LoginFault | None = None
        """The fault that this login has just taken."""
        self.payload = _Values([*flask_request.args.items(multi=True), *self._body.items(multi=True)])

    @property
    def args(self) -> Any:
        """Return the query."""
        return flask_request.args

    @property
    def form(self) -> Any:
        """Return the form in the body."""
        return self._body

    @cached_property
    def claimed_client(self) -> tuple[str | None, bool]:
        """Return (client id, whether it stands in the Authorization header).

        There it is percent-encoded (RFC 6749, 2.3.1), and certified libraries encode even a hyphen.
        """
        basic = authorization_of(flask_request)
        if basic is not None and basic.type == "basic":
            return unquote(basic.username or ""), True
        return self._body.get("client_id"), False


class _Values(OAuth2Payload):  # type: ignore[misc]
    """Query and form together."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._lists: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in pairs:
            self._lists[name].append(value)

    @property
    def data(self) -> dict[str, str]:
        return {name: values[0] for name, values in self._lists.items()}

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        return self._lists


def form_of(inbound: Inbound) -> ImmutableMultiDict[str, str]:
    """Return the form in the body; empty when the body is something else."""
    if flask_request.mimetype != "application/x-www-form-urlencoded":
        return ImmutableMultiDict()
    text = inbound.body.decode("utf-8", errors="replace")
    return ImmutableMultiDict(parse_qsl(text, keep_blank_values=True))
