"""The authority is made once; the server's certificate follows its names and its end."""

import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from simulator.core.clock import FixedClock
from simulator.core.errors import ConfigurationError
from simulator.stack.certificates import LOCAL, certificates_in, names_of

NOW = datetime(2025, 7, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    return FixedClock(NOW)


def read(path):
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_the_names_are_those_of_this_machine_the_host_and_the_public_address():
    assert names_of("0.0.0.0", "https://sim.example:8025") == [*LOCAL, "sim.example"]
    assert names_of("192.0.2.7", "") == [*LOCAL, "192.0.2.7"]
    assert names_of("127.0.0.1", "https://[::1]:8025") == list(LOCAL)


def test_the_server_is_signed_by_the_authority_for_its_names_only(tmp_path, clock):
    made = certificates_in(tmp_path / "tls", [*LOCAL, "cổng.example"], clock)
    server, authority = read(made.chain), read(made.authority)
    server.verify_directly_issued_by(authority)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost", "xn--cng-qmz.example"]
    assert [str(one) for one in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]
    limits = authority.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (limits.ca, limits.path_length) == (True, 0)
    assert not server.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert server.not_valid_before_utc < NOW < server.not_valid_after_utc


def test_the_keys_are_for_their_owners_eyes_only(tmp_path, clock):
    made = certificates_in(tmp_path / "tls", LOCAL, clock)
    for key in (made.key, tmp_path / "tls" / "ca-key.pem"):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_both_are_kept(tmp_path, clock):
    before = {path.name: path.read_bytes() for path in files(certificates_in(tmp_path / "tls", LOCAL, clock))}
    clock.move(timedelta(days=300))
    assert {path.name: path.read_bytes() for path in files(certificates_in(tmp_path / "tls", LOCAL, clock))} == before


@pytest.mark.parametrize(("names", "later"), [([*LOCAL, "sim.example"], 0), (LOCAL, 380), (LOCAL, 1000)])
def test_a_server_with_other_names_or_near_its_end_is_made_anew_by_the_same_authority(tmp_path, clock, names, later):
    first = certificates_in(tmp_path / "tls", LOCAL, clock)
    authority, server = first.authority.read_bytes(), read(first.chain)
    clock.move(timedelta(days=later))
    again = certificates_in(tmp_path / "tls", names, clock)
    assert again.authority.read_bytes() == authority
    assert read(again.chain).serial_number != server.serial_number
    read(again.chain).verify_directly_issued_by(read(again.authority))
    assert clock.now() + timedelta(days=30) < read(again.chain).not_valid_after_utc


def test_an_authority_that_was_half_made_is_made_again(tmp_path, clock):
    made = certificates_in(tmp_path / "tls", LOCAL, clock)
    (tmp_path / "tls" / "ca-key.pem").unlink()
    again = certificates_in(tmp_path / "tls", LOCAL, clock)
    read(again.chain).verify_directly_issued_by(read(made.authority))


@pytest.mark.parametrize("name", ["ca.pem", "ca-key.pem", "server.pem", "server-key.pem"])
def test_a_broken_file_names_the_folder_and_the_way_out(tmp_path, clock, name):
    certificates_in(tmp_path / "tls", LOCAL, clock)
    (tmp_path / "tls" / name).write_text("nonsense")
    with pytest.raises(ConfigurationError, match=r"(?s)tls.*Move the folder away"):
        certificates_in(tmp_path / "tls", [*LOCAL, "sim.example"], clock)


def test_a_name_that_no_certificate_can_carry_is_refused(tmp_path, clock):
    with pytest.raises(ConfigurationError, match="--public-url"):
        certificates_in(tmp_path / "tls", ["a..example"], clock)


def test_the_keys_lie_on_a_curve_that_every_client_knows(tmp_path, clock):
    key = read(certificates_in(tmp_path / "tls", LOCAL, clock).chain).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"


def files(made):
    return (made.authority, made.chain, made.key)
