"""Keys of VNeID are kept, as relying parties do, and fetched again when a token does not fit them."""

from joserfc.jwk import RSAKey

from tests.unit.province.conftest import LANDING, World


def log_in(world: World) -> int:
    """Log a new browser in; return what the callback answers."""
    browser = world.app.test_client()
    query = world.national.authorize(browser.get(LANDING, headers={"Accept": "application/json"}).location)
    return browser.get("/vneid/callback", query_string=query).status_code


def test_the_published_keys_are_fetched_once(world: World):
    assert [log_in(world), log_in(world)] == [302, 302]
    assert world.national.key_look_ups == 1


def test_a_new_key_is_found_when_a_token_does_not_fit_the_known_ones(world: World):
    log_in(world)
    world.national.key = world.national.published = RSAKey.generate_key(2048, {"kid": "k1"})

    assert log_in(world) == 302
    assert world.national.key_look_ups == 2


def test_a_token_that_no_published_key_signed_is_refused_also_after_good_ones(world: World):
    log_in(world)
    world.national.key = RSAKey.generate_key(2048, {"kid": "k1"})

    assert log_in(world) == 403
