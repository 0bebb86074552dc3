"""One signature under one key (RFC 7515, 5.2)."""

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from simulator.province.identity.public_key import PublicKey

_LONGEST_HEADER = 8 * 1024


def verifies(text: str, key: PublicKey, algorithm: str) -> bool:
    """Return whether a key verifies a token. What else stands in the header is ignored (RFC 7515, 4)."""
    registry = JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    # The library's own limit is below the length of a certificate chain in `x5c`.
    registry.max_header_length = _LONGEST_HEADER
    try:
        jws.deserialize_compact(text, key, registry=registry)
    except (JoseError, ValueError):
        return False
    return True
