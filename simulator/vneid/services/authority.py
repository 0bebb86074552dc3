"""The synthetic certificate authority of the remote signing service, and the citizens' keys that it keeps.

Real signatures of nobody: made once per data folder, its own certificate is public. The names on the certificates are
fictitious, and so is their issuer.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.x509.oid import NameOID

from simulator.core.clock import Clock
from simulator.domain.person import Person
from simulator.journal.settings import Settings

_BITS = 2048
_CA_DAYS, _CITIZEN_DAYS = 3650, 1095
_NAME = "dvcsim: CA ký số hư cấu"
_SETTING = "vneid_signing_ca"


@dataclass(frozen=True)
class Issued:
    """A citizen's certificate and key, both PEM; `credential` is the serial number in hex."""

    credential: str
    certificate: str
    key: str


class Authority:
    """Issues certificates and signs digests."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._spare: list[rsa.RSAPrivateKey] = []

    @cached_property
    def _ca(self) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        pem = self._settings.get_or_make(_SETTING, lambda: _new_authority(self._clock.now())).encode()
        key = serialization.load_pem_private_key(pem, None)
        assert isinstance(key, rsa.RSAPrivateKey)
        return key, x509.load_pem_x509_certificate(pem)

    @property
    def certificate_pem(self) -> str:
        """Return the authority's own certificate; its first use makes it, outside of any transaction."""
        return _pem_of(self._ca[1])

    def prepare(self) -> None:
        """Make what is slow to make, before a transaction that issues: the authority, and a key that lies ready."""
        assert self._ca
        if not self._spare:
            self._spare.append(rsa.generate_private_key(65537, _BITS))

    def issue(self, person: Person) -> Issued:
        """Return a new key and certificate of a citizen, good for three years."""
        ca_key, ca = self._ca
        key = self._spare.pop() if self._spare else rsa.generate_private_key(65537, _BITS)
        names = [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.COMMON_NAME, person["full_name"][:64]),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, f"CCCD:{person['personal_id']}"),
        ]
        built = _builder(x509.Name(names), ca.subject, key.public_key(), self._clock.now(), _CITIZEN_DAYS)
        issuer = ca.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        extensions: list[tuple[x509.ExtensionType, bool]] = [
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (_usage(signs=True), True),
            (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer), False),
        ]
        for extension, critical in extensions:
            built = built.add_extension(extension, critical)
        certificate = built.sign(ca_key, hashes.SHA256())
        return Issued(f"{certificate.serial_number:X}", _pem_of(certificate), _pem_of_key(key))


def sign_digests(key_pem: str, digests: Iterable[str]) -> list[str]:
    """Return the signatures (RSA PKCS #1 v1.5) over SHA-256 digests, both in Base64, in the same order."""
    # The key is our own: checking it again takes far longer than signing.
    key = serialization.load_pem_private_key(key_pem.encode(), None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(key, rsa.RSAPrivateKey)
    padded, hashed = padding.PKCS1v15(), Prehashed(hashes.SHA256())
    made = (key.sign(base64.b64decode(digest), padded, hashed) for digest in digests)
    return [base64.b64encode(one).decode() for one in made]


def read_certificate(pem: str) -> tuple[str, tuple[str, str], str]:
    """Return (subject, (first day, last day) as DD/MM/YYYY, DER in Base64) of a certificate."""
    certificate = x509.load_pem_x509_certificate(pem.encode())
    days = [f"{at:%d/%m/%Y}" for at in (certificate.not_valid_before_utc, certificate.not_valid_after_utc)]
    der = certificate.public_bytes(serialization.Encoding.DER)
    return certificate.subject.rfc4514_string(), (days[0], days[1]), base64.b64encode(der).decode()


def _new_authority(now: datetime) -> str:
    key = rsa.generate_private_key(65537, _BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    built = _builder(name, name, key.public_key(), now, _CA_DAYS)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    built = built.add_extension(_usage(signs=False), critical=True)
    built = built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return _pem_of_key(key) + _pem_of(built.sign(key, hashes.SHA256()))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
    )


def _usage(signs: bool) -> x509.KeyUsage:
    """Return what a key may do: a citizen's signs documents, the authority's signs certificates."""
    never = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement"), False)
    certifies = {"key_cert_sign": not signs, "crl_sign": not signs}
    nothing = {"encipher_only": False, "decipher_only": False}
    return x509.KeyUsage(digital_signature=signs, content_commitment=signs, **never, **certifies, **nothing)


def _pem_of(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _pem_of_key(key: rsa.RSAPrivateKey) -> str:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()
