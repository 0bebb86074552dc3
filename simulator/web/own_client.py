"""The portal's own OpenID client at our VNeID: both ends derive it, so that there is nothing to configure."""

import hmac

from simulator.session.provinces import OpenIdClient
from simulator.web.national import National

PORTAL_CLIENT_ID = "dvcqg-portal"
CALLBACK_PATH = "/citizen/callback"


def portal_client(national: National) -> OpenIdClient:
    """Return the client as VNeID registers it and as the portal uses it; it belongs to no province."""
    secret = hmac.new(national.secret, PORTAL_CLIENT_ID.encode(), "sha256").hexdigest()
    address = f"{national.public_url.rstrip('/')}{CALLBACK_PATH}"
    return OpenIdClient(PORTAL_CLIENT_ID, secret, (address,), any_loopback=False, province="")
