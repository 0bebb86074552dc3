"""What VNeID says when it refuses: which rule of OAuth or OpenID Connect, and exactly what differs, in two languages.

`error_description` is English because RFC 6749 (4.1.2.1, 5.2) allows only ASCII there; the Vietnamese sentence travels
beside it in JSON answers and stands first on pages.
"""

from authlib.oauth2.rfc6749 import InvalidClientError, OAuth2Error
from flask import Response

from simulator.core.text import Text
from simulator.web.pages import load_texts
from simulator.web.recording import ViewResult

TEXTS = load_texts("simulator.vneid")


def refuse(error: str, key: str, redirect_uri: str | None = None, **values: object) -> OAuth2Error:
    """Return an OAuth error that carries the text `key`; with an address it travels back to the client."""
    return refuse_with(error, TEXTS[key].fill(**values), redirect_uri)


def refuse_with(error: str, text: Text, redirect_uri: str | None = None) -> OAuth2Error:
    """Return an OAuth error that carries a filled text."""
    refusal = OAuth2Error(error=error, description=_ascii(text.en), redirect_uri=redirect_uri)
    refusal.text = text
    return refusal


def refuse_client(key: str, by_header: bool, **values: object) -> OAuth2Error:
    """Return `invalid_client`: 401 when the client used the Authorization header (RFC 6749, 5.2), else 400."""
    text = TEXTS[key].fill(**values)
    refusal = InvalidClientError(description=_ascii(text.en), status_code=401 if by_header else 400)
    refusal.text = text
    return refusal


def text_of(error: OAuth2Error) -> Text:
    """Return the sentence of a refusal; Authlib's own ones are English only."""
    own = getattr(error, "text", None)
    return own if isinstance(own, Text) else Text.of(str(error.get_error_description() or error.error))


def telling(response: Response, text: Text) -> Response:
    """Return the answer with the sentence of its refusal beside it, for whoever reads the journal."""
    response.told = text  # type: ignore[attr-defined]
    return response


def told_of(result: ViewResult) -> Text | None:
    """Return what an answer says when it refuses; None when it does not."""
    if isinstance(result, Response):
        told = getattr(result, "told", None)
        return told if isinstance(told, Text) else None
    if isinstance(result.body, dict) and "error_description_vi" in result.body:
        return Text(result.body["error_description_vi"], result.body["error_description"])
    return None


def _ascii(sentence: str) -> str:
    plain = sentence.replace('"', "'").replace("\\", "/")
    return "".join(letter if 0x20 <= ord(letter) <= 0x7E else "?" for letter in plain)
