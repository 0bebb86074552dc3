"""What VNeID's services offer is data that fits the people and the sources."""

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.wire.sharing import SharingAsked, return_query, shared_to_wire, sharing_from_wire
from simulator.wire.signing import signing_from_wire
from simulator.world.people import demo_people

PERSON = demo_people()[0]
CATALOGUE = load_catalogue(data_folders())
OFFERS = CATALOGUE.vneid_offers


def test_everything_that_can_be_shared_has_a_name_on_the_wire_and_a_label_for_people() -> None:
    for offer in OFFERS.sharing.values():
        told = shared_to_wire(PERSON, offer.attributes)
        assert len(told) == len([name for name in offer.attributes if PERSON.get(name)])
        assert len(OFFERS.shown(PERSON, offer.attributes)) == len(told)
        assert offer.title.vi != offer.title.en


def test_every_paper_stands_in_a_source_that_may_hold_what_is_on_it() -> None:
    sources = CATALOGUE.sources
    for paper in OFFERS.papers.values():
        assert set(paper.attributes) - {"full_name", "personal_id"} <= set(sources[paper.source].holds)
    assert OFFERS.papers["residence"].is_held_of(PERSON)
    assert not OFFERS.papers["driving_licence"].is_held_of(PERSON)


def test_values_are_shown_in_words() -> None:
    rows = {label.en: value for label, value in OFFERS.shown(PERSON, ("gender", "birth_date"))}
    assert rows["Gender"].en in ("Male", "Female")
    assert rows["Birth date"].vi.count("/") == 2


def test_the_way_back_tells_transaction_and_result() -> None:
    assert return_query("t-1", "agreed") == "transactionCode=t-1%7CAGREED"
    assert return_query("t-1", "refused", ("double_encoded",)) == "transactionCode=t-1%257CREFUSED"
    assert return_query("t-1", "expired", ("without_result", "misspelled")) == "transitionCode=t-1"


def test_any_json_can_be_read() -> None:
    for body in (None, [], "x", {"citizenPid": ["x"]}, {"documents": {"a": 1}}, {"documents": [None]}):
        assert sharing_from_wire(body) == SharingAsked("", "")
        assert signing_from_wire(body).documents is None
