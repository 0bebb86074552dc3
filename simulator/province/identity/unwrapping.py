"""COMPATIBILITY, DO NOT IMITATE: answers in AES (ECB mode), its key wrapped for our RSA key with PKCS #1 v1.5.

As a public connector for VNeID unwraps them. Both are weak, and TLS protects the way already; nothing else of this
package uses what stands here. Whatever is wrong with an envelope ends in the same refusal, so that nobody learns
from the difference.
"""

import base64
import binascii
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from simulator.core.errors import ConfigurationError
from simulator.province.identity.refusal import BROKEN, LoginRefused

KEY_FILE = "vneid-envelope-key.pem"
_BITS = 2048


class Envelopes:
    """Unwraps what was wrapped for one RSA key."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        self._key = key

    def public_pem(self) -> str:
        """Return the key that VNeID wraps for, as the claim sheet gives it."""
        public = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return public.decode()

    def code(self, callback: Mapping[str, str]) -> str:
        """Return the code of a callback. A `+` of its Base64 that came unescaped was read as a space: put it back."""
        code, key = (callback.get(name, "").replace(" ", "+") for name in ("code", "encrypt_key"))
        return _letters(self._unwrap(code, key)) if key else code

    def document(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """Return the JSON object that an answer wraps; an answer that wraps nothing is refused."""
        data, key = answer.get("data"), answer.get("key")
        if not is_wrapped(answer) or not isinstance(data, str) or not isinstance(key, str):
            raise _unusable("the answer is not wrapped")
        try:
            document = json.loads(self._unwrap(data, key))
        except (ValueError, RecursionError):
            raise _unusable("what was wrapped is not JSON") from None
        if not isinstance(document, dict):
            raise _unusable("what was wrapped is not a JSON object")
        return document

    def _unwrap(self, data: str, key: str) -> bytes:
        try:
            aes_key = self._key.decrypt(base64.b64decode(key, validate=True), PKCS1v15())
            decryptor = Cipher(AES(aes_key), ECB()).decryptor()
            padded = decryptor.update(base64.b64decode(data, validate=True)) + decryptor.finalize()
            unpadder = PKCS7(AES.block_size).unpadder()
            return unpadder.update(padded) + unpadder.finalize()
        except (ValueError, binascii.Error):
            raise _unusable("the envelope cannot be opened") from None


def is_wrapped(answer: Mapping[str, Any]) -> bool:
    """Return whether an answer has the two parts of an envelope and nothing else."""
    return set(answer) == {"data", "key"}


def envelopes_in(folder: Path) -> Envelopes:
    """Return the unwrapper with the key kept in a data folder; the first call makes the key."""
    path = folder / KEY_FILE
    try:
        if not path.exists():
            _write(path)
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            str(path),
            f"no RSA key can be kept there ({error})",
            "a private key in PEM",
            "Remove it, or give another --data.",
        ) from None
    assert isinstance(key, rsa.RSAPrivateKey)
    return Envelopes(key)


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _letters(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    if not text.isascii() or not text.isprintable():
        raise _unusable("the code is not a text")
    return text


def _unusable(found: str) -> LoginRefused:
    return LoginRefused("envelope", found, BROKEN)
