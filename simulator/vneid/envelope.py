"""COMPATIBILITY, DO NOT IMITATE: answers wrapped by AES in ECB mode, its key wrapped by RSA with PKCS #1 v1.5.

Both are weak (equal blocks show through; padding oracles), and TLS already protects the way. A public connector for
VNeID unwraps answers so, and a province that has to speak with such a service needs something to practise on. Nothing
else of this package may use what stands here.
"""

import base64
import os
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import load_pem_public_key

_KEY_BYTES = 16


class Envelope(NamedTuple):
    """A wrapped text; both parts in Base64."""

    data: str
    key: str


def public_key(pem: str) -> RSAPublicKey | None:
    """Return the RSA key that a claim sheet gives, or None when it gives none that can be read."""
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError:
        return None
    return key if isinstance(key, RSAPublicKey) else None


def wrap(text: bytes, receiver: RSAPublicKey) -> Envelope:
    """Wrap a text under a fresh AES key that only the receiver can unwrap."""
    key = os.urandom(_KEY_BYTES)
    return Envelope(_encrypted(text, key), _wrapped(key, receiver))


def wrapped_callback(location: str, receiver: RSAPublicKey, plus: bool = False) -> str:
    """Return a callback address whose code is wrapped, with its key as `encrypt_key`; an error stays as it is.

    `plus`: whether the wrapped code holds a plus sign. Nothing is left to chance: a system that loses the plus gets
    through every login but the one that is about it, and is told what it lost.
    """
    parts = urlsplit(location)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    code = dict(pairs).get("code")
    if code is None:
        return location
    envelope = _chosen(code.encode(), receiver, plus)
    kept = [(name, envelope.data if name == "code" else value) for name, value in pairs]
    return parts._replace(query=urlencode([*kept, ("encrypt_key", envelope.key)])).geturl()


def _chosen(text: bytes, receiver: RSAPublicKey, plus: bool) -> Envelope:
    """Wrap a text until its data have a plus sign, or none, and the key has none: some 200 paddings of the key."""
    key = os.urandom(_KEY_BYTES)
    while ("+" in (data := _encrypted(text, key))) != plus:
        key = os.urandom(_KEY_BYTES)
    while "+" in (wrapped := _wrapped(key, receiver)):
        pass
    return Envelope(data, wrapped)


def _encrypted(text: bytes, key: bytes) -> str:
    padder = PKCS7(AES.block_size).padder()
    encryptor = Cipher(AES(key), ECB()).encryptor()
    return _base64(encryptor.update(padder.update(text) + padder.finalize()) + encryptor.finalize())


def _wrapped(key: bytes, receiver: RSAPublicKey) -> str:
    return _base64(receiver.encrypt(key, PKCS1v15()))


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
