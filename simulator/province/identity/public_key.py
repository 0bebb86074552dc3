"""The kinds of public key that a token of VNeID may be signed with."""

from typing import TypeAlias

from joserfc.jwk import ECKey, RSAKey

PublicKey: TypeAlias = RSAKey | ECKey
