"""Each family is recognised by its first messages, whatever its claim sheet says, and nothing speaks against it."""

import pytest

from simulator.control.dialect_proposal import propose
from tests.emulators.test_portal_bugs import whole_day
from tests.emulators.traits import TRAITS


@pytest.mark.parametrize("family", TRAITS)
def test_its_own_dialect_fits_best(family, at_portal, live):
    whole_day(at_portal(family))
    best, second, *_ = propose(live.catalogue.dialects.values(), live.journal.latest(100))
    assert best.dialect.id == family
    assert best.score > second.score
    assert best.contradicting == ()
