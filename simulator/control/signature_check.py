"""Whether the signature that a system shows is the citizen's, over the digest that the system sent to be signed."""

import base64

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from simulator.web.phone_requests import PhoneRequest
from simulator.wire.signature import SignatureTold


def holds(request: PhoneRequest, told: SignatureTold) -> bool:
    """Return whether the certificate is the one that signed, and the signature its own over the first document."""
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(told.certificate))
        key = certificate.public_key()
        if f"{certificate.serial_number:X}" != request.told["credential"] or not isinstance(key, RSAPublicKey):
            return False
        digest = base64.b64decode(request.told["documents"][0][1])
        key.verify(base64.b64decode(told.signature), digest, PKCS1v15(), Prehashed(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
