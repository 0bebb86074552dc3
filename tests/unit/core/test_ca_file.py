"""A file of certificates is looked at before anything is connected."""

import ssl

import pytest
import requests

from simulator.core.ca_file import checked_ca_file, is_untrusted
from simulator.core.errors import ConfigurationError


def test_no_file_is_no_file():
    assert checked_ca_file(None) == ""


def test_what_holds_no_certificate_names_the_flag_and_where_to_find_one(tmp_path):
    (tmp_path / "empty.pem").touch()
    (tmp_path / "key.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    for path in (tmp_path / "empty.pem", tmp_path / "key.pem", tmp_path / "nowhere.pem", tmp_path):
        with pytest.raises(ConfigurationError, match=r"(?s)--ca-file .*\.pem|--ca-file .*DVCSIM_CA_FILE"):
            checked_ca_file(path)


def test_only_a_certificate_that_is_not_trusted_is_called_so():
    wrapped = requests.exceptions.SSLError(ssl.SSLCertVerificationError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed"))
    assert is_untrusted(wrapped)
    assert not is_untrusted(requests.exceptions.SSLError("[SSL: WRONG_VERSION_NUMBER] wrong version number"))
