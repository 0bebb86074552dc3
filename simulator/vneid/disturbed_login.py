"""What a fault does at the authorization endpoint: to the login itself, and to the way back to the client."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from authlib.oauth2.rfc6749 import OAuth2Error

from simulator.session.login_faults import LoginFault
from simulator.vneid.desk import Citizen
from simulator.vneid.malformed import changed


def disturbed_login(citizen: Citizen, fault: LoginFault) -> Citizen:
    """Return the login with another level or age; raise the error that the client is to get instead of a code."""
    refusal, login = fault.at("authorize"), fault.at("login")
    if refusal:
        error = OAuth2Error(error=refusal["error"])
        # Authlib refuses to make a description outside ASCII, as RFC 6749 (4.1.2.1) wants; a case may want one.
        error.description = refusal.get("description", "")
        raise error
    return replace(
        citizen,
        auth_level=int(login.get("level", citizen.auth_level)),
        auth_time=citizen.auth_time - int(login.get("auth_age_seconds", 0)),
    )


def disturbed_callback(location: str, fault: LoginFault) -> str:
    """Return the address that the browser is sent to, with its parameters as the fault wants them."""
    return disturbed_query(location, fault.at("callback"))


def disturbed_query(location: str, stage: Mapping[str, Any]) -> str:
    """Return an address with the parameters that a stage (`callback`, `logout`) puts in and takes out."""
    if not stage:
        return location
    parts = urlsplit(location)
    query = changed(dict(parse_qsl(parts.query, keep_blank_values=True)), stage)
    if "iss" in stage:
        query["iss"] = stage["iss"]
    return urlunsplit(parts._replace(query=urlencode(query)))
