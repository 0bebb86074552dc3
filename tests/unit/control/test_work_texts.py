"""The sentences of the work list."""

import string

from simulator.conformance.people import BY_PEOPLE
from simulator.control import work_texts
from simulator.domain.dossier import OFFICER_STATUS

VALUES = dict.fromkeys(
    ("name", "number", "service", "system", "unit", "reason", "code", "dossier", "identified_by", "address"), "…"
)


def test_every_action_of_people_has_its_text() -> None:
    officers = {f"officer.{action}" for action in OFFICER_STATUS}
    assert set(work_texts.actions()) == {*BY_PEOPLE, *officers}


def test_every_place_is_filled_in_both_languages() -> None:
    for action in work_texts.actions():
        for text in (work_texts.title(action, VALUES), *work_texts.instructions(action, VALUES)):
            for spoken in (text.vi, text.en):
                assert not list(filter(None, (place for _, place, _, _ in string.Formatter().parse(spoken))))
