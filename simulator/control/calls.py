"""The hands that a story's `call` steps move, by `<hand>.<action>`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from simulator.control import (
    browsing,
    changing,
    coming_back,
    counter,
    counting,
    dossier_pages,
    fee_asking,
    filing_at_portal,
    following,
    form_pages,
    interrupted,
    journey,
    logging_in,
    mirroring,
    opening,
    paying,
    portal_calls,
    receipts,
    reporting,
    signing_in_turn,
    stepping_up,
)
from simulator.control.browser import Browser
from simulator.control.hands import Hands
from simulator.control.journey import Wishes
from simulator.control.stage import Stage
from simulator.control.tab import Tab


@dataclass(frozen=True)
class Scene:
    """One call: where it plays, and what the story wants of it."""

    stage: Stage
    hands: Hands
    wishes: Wishes

    @property
    def browser(self) -> Browser:
        """Return the browser of the session's citizen."""
        return self.hands.browser(self.stage, journey.citizen_of(self.stage))

    @property
    def tab(self) -> Tab:
        """Return the page of the session's citizen in the real browser."""
        personal_id = self.stage.session.people[journey.citizen_of(self.stage)]["personal_id"]
        return self.hands.tabs.of(self.stage, personal_id, self.browser.is_ours)


Call = Callable[[Scene], dict[str, Any]]
BY_BROWSER: Mapping[str, Call] = {
    "citizen.apply": lambda scene: form_pages.apply(scene.stage, scene.tab, scene.wishes),
    "citizen.open": lambda scene: opening.open_forms(
        scene.stage, scene.wishes, partial(form_pages.open_form, scene.stage, scene.tab)
    ),
    "citizen.view": lambda scene: dossier_pages.view(scene.stage, scene.tab),
    "citizen.supplement": lambda scene: dossier_pages.supplement(scene.stage, scene.tab, scene.wishes),
    "citizen.withdraw": lambda scene: dossier_pages.withdraw(scene.stage, scene.tab, scene.wishes),
}
"""What is done on the system's own pages where its claim sheet says `driver: browser`."""


CALLED: Mapping[str, Call] = {
    "citizen.apply": lambda scene: journey.apply(scene.stage, scene.browser, scene.wishes),
    "citizen.file_at_portal": lambda scene: filing_at_portal.file(scene.stage, scene.browser, scene.wishes),
    "counter.file": lambda scene: counter.file(scene.stage, scene.wishes),
    "citizen.view": lambda scene: journey.view(scene.stage, scene.browser),
    "citizen.follow": lambda scene: following.follow(scene.stage, scene.browser),
    "citizen.supplement": lambda scene: changing.supplement(scene.stage, scene.browser, scene.wishes),
    "citizen.withdraw": lambda scene: changing.withdraw(scene.stage, scene.browser, scene.wishes),
    "citizen.pay": lambda scene: paying.pay(scene.stage, scene.browser, scene.wishes),
    "citizen.fetch_receipt": lambda scene: receipts.fetch(scene.stage, scene.browser),
    "payment.expire": lambda scene: paying.expire(scene.stage),
    "payment.ask_fee": lambda scene: fee_asking.ask(scene.stage),
    "citizen.open": lambda scene: opening.open_forms(
        scene.stage, scene.wishes, partial(journey.open_form, scene.stage, scene.browser)
    ),
    "citizen.find_counters": lambda scene: counting.find_counters(scene.stage, scene.browser),
    "citizen.look_at_mirror": lambda scene: mirroring.look(scene.stage, scene.browser),
    "ministry.report": lambda scene: reporting.report(scene.stage, scene.wishes),
    "citizen.step_up": lambda scene: stepping_up.step_up(scene.stage),
    "citizen.apply_interrupted": lambda scene: interrupted.apply(scene.stage, scene.browser, scene.wishes),
    "citizen.try_logins": lambda scene: logging_in.try_logins(scene.stage, scene.wishes, scene.hands.chromium),
    "citizen.come_back": lambda scene: coming_back.come_back(scene.stage),
    "citizen.try_signings": lambda scene: signing_in_turn.try_signings(scene.stage, scene.wishes),
    "portal.look_up": lambda scene: portal_calls.look_up(scene.stage, scene.wishes),
    "portal.send_promotion": lambda scene: portal_calls.send_promotion(scene.stage, scene.wishes),
    "portal.amend_promotion": lambda scene: portal_calls.amend_promotion(scene.stage, scene.wishes),
    "portal.send_tax_notice": lambda scene: portal_calls.send_tax_notice(scene.stage, scene.wishes),
    "portal.send_tax_receipt": lambda scene: portal_calls.send_tax_receipt(scene.stage, scene.wishes),
    "citizen.browse": lambda scene: browsing.browse(scene.stage, scene.browser),
}
"""Every key of `domain.scenario.CALLS` with what is done."""


def actions_of(hand: str) -> tuple[str, ...]:
    """Return the actions of one hand: `apply`, `view` ... of `citizen`."""
    return tuple(name.partition(".")[2] for name in CALLED if name.partition(".")[0] == hand)
