"""One story told to the system under test, and the weather laid over it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.core.text import Text


@dataclass(frozen=True)
class Call:
    """A hand that a `call` step moves."""

    what: str
    """What the hand does, for people."""
    blocks: bool
    """Whether nothing further can be caused or expected once it failed."""


CALLS: dict[str, Call] = {
    "citizen.apply": Call("the citizen goes from the portal to the form, fills it and submits it", blocks=True),
    "citizen.view": Call("the citizen looks at the dossier on the system's own page", blocks=False),
    "citizen.file_at_portal": Call("the citizen files at the portal itself, from where the system fetches it", True),
    "counter.file": Call("an officer enters a dossier for the citizen who came to the counter", blocks=True),
    "citizen.follow": Call("the citizen follows the dossier on the portal", blocks=False),
    "citizen.supplement": Call("the citizen brings what a supplement asks for", blocks=True),
    "citizen.withdraw": Call("the citizen stops the procedure", blocks=True),
    "citizen.pay": Call("the citizen pays the fee at the payment platform, or does not", blocks=True),
    "citizen.fetch_receipt": Call("the citizen opens the receipt from the page of the dossier", blocks=False),
    "payment.expire": Call("the time for paying at the platform runs out", blocks=True),
    "payment.ask_fee": Call("the portal asks what is to be paid for the dossier", blocks=False),
    "citizen.open": Call("the citizen comes from the portal with one code after the other and reads the form", False),
    "citizen.find_counters": Call("the citizen looks for the counter of each commune", blocks=False),
    "citizen.look_at_mirror": Call("the citizen looks at a dossier of others on the system's page", blocks=False),
    "ministry.report": Call("the national side plays the handler and reports the dossier's status", blocks=True),
    "citizen.step_up": Call("the citizen comes to the form with a login of level 1", blocks=False),
    "citizen.apply_interrupted": Call("the citizen's login ends while the form is being filled in", blocks=False),
    "citizen.try_logins": Call("the citizen logs in again and again, each time something else is wrong", blocks=False),
    "citizen.come_back": Call("the citizen logs in anew in another browser and looks for the dossier", blocks=False),
    "citizen.try_signings": Call("the citizen signs again and again, and the messages about it vary", blocks=False),
    "portal.look_up": Call("the portal asks the system about a dossier", blocks=False),
    "portal.send_promotion": Call("the portal hands over a promotion notice that was filed there", blocks=True),
    "portal.amend_promotion": Call("the portal hands over an amendment of that notice", blocks=True),
    "portal.send_tax_notice": Call("the portal hands over what is to be paid for the dossier", blocks=True),
    "portal.send_tax_receipt": Call("the portal hands over the receipt of what was paid", blocks=True),
    "citizen.browse": Call("the citizen finds the service in the system's list and follows its link", blocks=False),
}
"""What a `call` step may name; `<hand>.<action>`."""

TRIES = ("citizen.try_logins", "citizen.try_signings")
"""Hands that go through cases in one call."""
VERBS = ("call", "expect", "officer", "advance", "check", "cleanup")


@dataclass(frozen=True)
class Step:
    """One line of a scenario."""

    index: int
    verb: str
    target: str
    """call: a key of `CALLS`; expect: the kind of fact; officer: the action; else empty."""
    arguments: Mapping[str, Any]
    line: int


@dataclass(frozen=True)
class Scenario:
    """A scenario file."""

    id: str
    title: Text
    summary: Text
    roles: tuple[str, ...]
    intakes: tuple[str, ...]
    drivers: tuple[str, ...]
    needs: tuple[str, ...]
    """Hooks of the claim sheet that it cannot do without: officer, idle, whoami ..."""
    services: tuple[str, ...]
    """Service ids, or `("*",)`."""
    kinds: tuple[str, ...]
    """Kinds of system that it is told to: `province`, `ministry`."""
    claims: tuple[str, ...]
    """What a relay must claim beyond showing and handing over: `take`, `mirror`."""
    once: bool
    """Whether it is told for one service of a system only, because it has nothing to do with the service."""
    alone: bool
    """Whether no other story may be told to the system meanwhile."""
    starts_on: date | None
    """The day on which session time starts, at 08:00; None is the day whose rules apply."""
    weathers: tuple[str, ...]
    people: Mapping[str, Mapping[str, Any]]
    """Changes to the allotted people: person -> {`kind`: organisation, `without`: [attribute],
    `set`: {attribute: text}}."""
    given: Mapping[str, str]
    """Datum -> what the citizen types, where the scenario wants a particular value."""
    steps: tuple[Step, ...]
    checks: tuple[str, ...]
    label: str
    fee: str = ""
    """`paid`: told for services that cost something online, to systems that take payments; empty for any."""

    @property
    def tries_cases(self) -> bool:
        """Return whether it goes through cases, one login or signature after the other."""
        return any(step.target in TRIES for step in self.steps)

    @property
    def family(self) -> str:
        """Return the folder: `tracking`, `data`, `once` ..."""
        return self.id.split("/", 1)[0]


@dataclass(frozen=True)
class Weather:
    """`calm`, or a named set of disturbances laid over any scenario."""

    id: str
    title: Text
    touches: str
    """`nothing`, `message` (only rows of its session) or `party` (takes the system under test for itself)."""
    party: str
    """The party that is disturbed, for example `portal`."""
    starts_before: str
    """Verb: the disturbance starts before the first step with this verb ..."""
    ends_before: str
    """... and ends before the first step after it with this verb."""
    answer_status: int
    """HTTP status the party answers while it is disturbed."""
    lifts_after_refused: int
    """The disturbance is not lifted before it has refused this many exchanges, so that it had a witness ..."""
    lifts_after_seconds: float
    """... or this much real time has passed."""
    label: str

    @property
    def exclusive(self) -> bool:
        """Return whether sessions of one system under test must not overlap under this weather."""
        return self.touches == "party"
