"""Where the system under test stands: a test system, or one that real people use?"""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from simulator.doctor.bench import Bench
from simulator.doctor.diagnosis import Diagnosis
from simulator.doctor.texts import broken, fine, note, unclear
from simulator.world.numbers import PHONE_PREFIX, PLACE

_STATE = (".gov.vn",)
"""Hosts of the state: whoever calls them says first that it is a test system."""
_TEST = ("localhost", ".localhost", ".local", ".internal", ".test", ".example", ".invalid", ".lan")


def production(bench: Bench) -> Iterator[Diagnosis]:
    """Refuse to call a host of the state that nobody has called a test system."""
    host = urlsplit(bench.sheet.base_url).hostname or ""
    if bench.test_system:
        yield fine("production", "production_confirmed", host=host)
    elif bench.test_system is False or is_of_the_state(host):
        bench.stopped = True
        yield broken("production", "production_refused", host=host)
    elif is_private(host):
        yield fine("production", "production_private", host=host)
    else:
        yield unclear("production", "production_unsaid", host=host)


def messages(bench: Bench) -> Iterator[Diagnosis]:
    """Ask whether text messages and e-mail leave the system."""
    if bench.messages_off:
        yield fine("messages", "messages_off")
    else:
        yield note("messages", "messages_unsaid" if bench.messages_off is None else "messages_on")


def people(_bench: Bench) -> Iterator[Diagnosis]:
    """Tell whose numbers the tests use."""
    yield fine("people", "people_nobodys", place=PLACE, phone=PHONE_PREFIX)


def is_of_the_state(host: str) -> bool:
    """Return whether a host belongs to the state."""
    return host.rstrip(".").lower().endswith(_STATE)


def is_private(host: str) -> bool:
    """Return whether a host is this machine, in a private network, or has a name that no public host has."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith(_TEST) or "." not in host
