"""Whether a signature is the citizen's: her certificate, of the authority that counts, over this very digest."""

import base64
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID


def holds(authority: str, encoded: str, personal_id: str, digest: bytes, signature: str, now: datetime) -> bool:
    """Return whether the signature (Base64, RSA PKCS #1 v1.5 over a SHA-256) counts for that citizen."""
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(encoded, validate=True))
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(authority.encode()))
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey) or not _is_of(certificate, personal_id, now):
            return False
        key.verify(base64.b64decode(signature, validate=True), digest, PKCS1v15(), Prehashed(SHA256()))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _is_of(certificate: x509.Certificate, personal_id: str, now: datetime) -> bool:
    numbers = [one.value for one in certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)]
    is_valid = certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
    return is_valid and f"CCCD:{personal_id}" in numbers
