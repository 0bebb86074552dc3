"""The line to the national side: names, TCP, TLS, HTTP, its clock, the claim sheet, and how it calls itself."""

import socket
import ssl
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from simulator.control.clocks import seconds_ahead
from simulator.core.errors import ConfigurationError, SimulatorError
from simulator.doctor.bench import CONNECT_SECONDS, Bench
from simulator.doctor.diagnosis import Diagnosis
from simulator.doctor.texts import broken, fine, note, unclear
from simulator.domain.identity_profile import STANDARD
from simulator.vneid.provider import OWN, PATH

_UNEASY_SECONDS = 60.0
_DAY_SECONDS = 86_400.0


def names(bench: Bench) -> Iterator[Diagnosis]:
    """Look up the host of each side."""
    for name, url in (("name_national", bench.url), ("name_system", bench.sheet.base_url)):
        host = urlsplit(url).hostname or ""
        try:
            found = sorted({str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)})
        except OSError:
            if name == "name_national":
                yield broken(name, "name_unknown", unreachable=True, host=host)
            else:
                yield note(name, "name_unknown_here", host=host)
        else:
            yield fine(name, "name_known", host=host, addresses=", ".join(found))


def connection(bench: Bench) -> Iterator[Diagnosis]:
    """Open a connection, and shake hands where TLS is spoken."""
    address = urlsplit(bench.url)
    host, port = address.hostname or "", address.port or (443 if address.scheme == "https" else 80)
    where = f"{host}:{port}"
    try:
        with socket.create_connection((host, port), CONNECT_SECONDS) as line:
            yield note("tcp", "tcp_started", where=where) if bench.started else fine("tcp", "tcp_open", where=where)
            if address.scheme == "https":
                yield _handshake(bench, line, host)
    except OSError as error:
        yield broken("tcp", "tcp_closed", unreachable=True, where=where, why=error.strerror or str(error))


def _handshake(bench: Bench, line: socket.socket, host: str) -> Diagnosis:
    context = ssl.create_default_context(cafile=bench.ca_file or None)
    try:
        with context.wrap_socket(line, server_hostname=host) as secure:
            return fine("tls", "tls_trusted", version=secure.version() or "TLS", host=host)
    except ssl.SSLCertVerificationError as error:
        return broken("tls", "tls_untrusted", why=error.verify_message, host=host, ca=f"{bench.url}/ca.pem")
    except OSError as error:
        return broken("tls", "tls_failed", why=str(error), host=host)


def http(bench: Bench) -> Iterator[Diagnosis]:
    """Ask who answers, and what its clock says."""
    try:
        status = bench.national.status()
    except SimulatorError as error:
        away = not isinstance(error, ConfigurationError)
        yield broken("http", "http_refused", unreachable=away, why=error.found, do=error.do or error.expected)
        return
    if status.get("tool") != "dvcsim":
        yield broken("http", "http_stranger", unreachable=True, url=bench.url)
        return
    bench.answers = True
    yield fine("http", "http_answers", url=bench.url, version=status.get("version", ""))
    yield from _clock(bench)


def _clock(bench: Bench) -> Iterator[Diagnosis]:
    ahead = seconds_ahead(bench.get(f"{bench.url}/healthz").headers, bench.clock.now())
    yield clock_line("clock_here", ahead)


def clock_line(name: str, ahead: float | None) -> Diagnosis:
    """Return what a difference of clocks means: from a minute on somebody should look, from five it breaks logins."""
    if ahead is None:
        return unclear(name, "clock_untold")
    off = abs(ahead)
    if off < _UNEASY_SECONDS:
        return fine(name, "clock_right", seconds=round(off))
    way = "ahead" if ahead > 0 else "behind"
    if off < 5 * _UNEASY_SECONDS:
        return note(name, f"clock_{way}", minutes=round(off / 60))
    if _is_whole_days(off):
        return broken(name, f"clock_days_{way}", days=round(off / _DAY_SECONDS))
    return broken(name, f"clock_{way}", minutes=round(off / 60))


def _is_whole_days(seconds: float) -> bool:
    """Return whether it is no hour away from a whole day: then the date was set wrongly, not the time."""
    rest = seconds % _DAY_SECONDS
    return seconds > _DAY_SECONDS / 2 and min(rest, _DAY_SECONDS - rest) < 3600


def registration(bench: Bench) -> Iterator[Diagnosis]:
    """Make the claim sheet known, as `dvcsim check` does."""
    try:
        bench.national.register(bench.sheet)
    except SimulatorError as error:
        # A refusal of /admin has its Vietnamese sentence where other errors say what to do.
        vi, en = (error.do or error.found).partition("\n")[0], error.found.partition("\n")[0]
        yield broken("registration", "registration_refused", vi=vi, en=en)
        return
    bench.registered = True
    yield fine("registration", "registration_done", id=bench.sheet.id, agency=bench.sheet.agency)


def public_address(bench: Bench) -> Iterator[Diagnosis]:
    """Read VNeID's description where the claim sheet says, and see whether it can be reached where it says itself."""
    wanted = issuer_of(bench)
    try:
        issuer = str(_description(bench, wanted).get("issuer", ""))
        if issuer == wanted:
            yield fine("issuer", "issuer_right", issuer=issuer)
            return
        _description(bench, issuer)
    except (requests.RequestException, ValueError) as error:
        yield broken("issuer", "issuer_away", unreachable=True, issuer=wanted, why=type(error).__name__)
    else:
        yield note("issuer", "issuer_elsewhere", issuer=issuer, wanted=wanted)


def issuer_of(bench: Bench) -> str:
    """Return the issuer that the client of the claim sheet has, at the address that the sheet gives."""
    openid = bench.sheet.raw["openid"]
    profile = bench.catalogue.identity_profiles[openid.get("profile", STANDARD)]
    own = OWN.replace("<own>", quote(bench.sheet.openid_client, safe="")) if openid.get("own_issuer") else ""
    return f"{bench.url}{PATH}{own}{profile.path}"


def _description(bench: Bench, issuer: str) -> dict[str, Any]:
    profile = bench.catalogue.identity_profiles[bench.sheet.raw["openid"].get("profile", STANDARD)]
    reply = bench.get(issuer + profile.endpoints["discovery"])
    reply.raise_for_status()
    found: dict[str, Any] = reply.json()
    return found
