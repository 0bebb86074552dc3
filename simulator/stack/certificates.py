"""The certificate authority of one national side and the server certificate that it signs.

Both are made once and kept in the data folder, so that whoever trusts the authority goes on trusting it; the server's
certificate is made anew when it has to hold for other names, or comes near its end.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from simulator.core.clock import Clock
from simulator.core.errors import ConfigurationError

LOCAL = ("localhost", "127.0.0.1", "::1")
_AUTHORITY_KEPT = timedelta(days=3650)
_SERVER_KEPT = timedelta(days=397)
"""The most that browsers take."""
_RENEWED_BEFORE = timedelta(days=30)
_BACKDATED = timedelta(days=1)
"""For clients whose clocks run behind."""


@dataclass(frozen=True)
class Certificates:
    """Where the files of one server are."""

    authority: Path
    """Certificate of the authority: what a client has to trust (PEM)."""
    chain: Path
    """Certificate of the server (PEM)."""
    key: Path
    """Its private key."""


def names_of(host: str, public_url: str) -> list[str]:
    """Return the names and addresses by which the server is reached."""
    wildcards = ("", "0.0.0.0", "::")
    found = [*LOCAL, host, urlsplit(public_url).hostname or ""]
    return list(dict.fromkeys(name for name in found if name not in wildcards))


def certificates_in(folder: Path, names: Iterable[str], clock: Clock) -> Certificates:
    """Return the certificates that are kept in the folder, made now as far as they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    found = Certificates(folder / "ca.pem", folder / "server.pem", folder / "server-key.pem")
    authority_key = folder / "ca-key.pem"
    if not authority_key.exists():
        _make_authority(found.authority, authority_key, clock.now())
    wanted = _alternatives(names)
    try:
        if not _still_good(found, wanted, clock.now()):
            _make_server(found, authority_key, wanted, clock.now())
    except (OSError, ValueError, TypeError) as error:
        raise ConfigurationError(
            str(folder),
            f"holds a certificate or key that cannot be read ({error})",
            "what dvcsim serve --tls wrote there",
            "Move the folder away: a new authority is then made, and every client has to be given its new ca.pem.",
        ) from None
    return found


def _make_authority(certificate: Path, key_file: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"dvcsim test authority {now:%Y-%m-%d %H:%M:%S}")])
    usage = _usage(digital_signature=False, key_cert_sign=True, crl_sign=True)
    signed = (
        _begun(name, name, key.public_key(), now, _AUTHORITY_KEPT)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    # The key last: an authority whose key is there is whole.
    _write(certificate, signed.public_bytes(serialization.Encoding.PEM), 0o644)
    _write(key_file, _pem(key), 0o600)


def _make_server(found: Certificates, authority_key: Path, wanted: list[x509.GeneralName], now: datetime) -> None:
    authority = x509.load_pem_x509_certificate(found.authority.read_bytes())
    signer = serialization.load_pem_private_key(authority_key.read_bytes(), None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey) or signer.public_key() != authority.public_key():
        raise ValueError("ca-key.pem is not the key of ca.pem")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "dvcsim national side")])
    signed = (
        _begun(name, authority.subject, key.public_key(), now, _SERVER_KEPT)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, key_cert_sign=False, crl_sign=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(wanted), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write(found.key, _pem(key), 0o600)
    _write(found.chain, signed.public_bytes(serialization.Encoding.PEM), 0o644)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, kept: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now - _BACKDATED + kept)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, digital_signature: bool, key_cert_sign: bool, crl_sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _still_good(found: Certificates, wanted: list[x509.GeneralName], now: datetime) -> bool:
    """Return whether the server's certificate is there, the authority's, for these names, and good for a while."""
    if not found.chain.exists() or not found.key.exists():
        return False
    server = x509.load_pem_x509_certificate(found.chain.read_bytes())
    authority = x509.load_pem_x509_certificate(found.authority.read_bytes())
    key = serialization.load_pem_private_key(found.key.read_bytes(), None)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return (
        set(wanted) <= set(names)
        and _is_signed_by(server, authority)
        and server.public_key() == key.public_key()
        and now + _RENEWED_BEFORE < server.not_valid_after_utc
    )


def _is_signed_by(server: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        server.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError):
        return False
    return True


def _alternatives(names: Iterable[str]) -> list[x509.GeneralName]:
    return [_alternative(name) for name in names]


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        pass
    try:
        return x509.DNSName(name.encode("idna").decode())
    except ValueError:
        raise ConfigurationError(
            name, "is no name that a certificate can carry", "a host name or an address", "Correct --public-url."
        ) from None


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write a file that is whole or not there, and never readable by more than its mode says."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    fresh.replace(path)
