"""HTTP to the national side: time-outs, and one error for everything that is not an answer."""

from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests

from simulator.core.ca_file import is_untrusted
from simulator.province.config import ProvinceConfig


class NationalSideDown(Exception):
    """The national side did not answer, or not as agreed; worth trying again."""


class NationalSideUntrusted(NationalSideDown):
    """Its certificate is not trusted, or is not for its name: no use in trying again before somebody mends that."""


class NationalSide:
    """Calls the national side at one base URL."""

    def __init__(self, config: ProvinceConfig) -> None:
        self.url = config.simulator_url.rstrip("/")
        self._timeout = (config.connect_seconds, config.read_seconds)
        self._http = requests.Session()
        # Without this a .netrc on the machine replaces our Authorization header.
        self._http.trust_env = False
        self._http.verify = config.ca_file or True
        self._http.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def send(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> requests.Response:
        """Return the answer to a request; `path` may be a full URL. Redirects are not followed."""
        url = path if "://" in path else self.url + path
        try:
            return self._http.request(
                method,
                url,
                json=json,
                data=form,
                headers={"Accept": "application/json"} | dict(headers or {}),
                auth=auth,
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.exceptions.SSLError as error:
            kind = NationalSideUntrusted if is_untrusted(error) else NationalSideDown
            raise kind(f"{method} {url}: {type(error).__name__}") from None
        except requests.RequestException as error:
            raise NationalSideDown(f"{method} {url}: {type(error).__name__}") from None

    def ask_object(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """Return the JSON object of a 200 answer; anything else is a failure."""
        document = self.ask(method, path, **options)
        if not isinstance(document, dict):
            raise NationalSideDown(f"{method} {path}: not a JSON object")
        return document

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """Return the JSON document of a 200 answer; anything else is a failure."""
        answer = self.send(method, path, **options)
        if answer.status_code != 200:
            raise NationalSideDown(f"{method} {path}: HTTP {answer.status_code}")
        return document_of(answer)

    def close(self) -> None:
        """Close the kept connections."""
        self._http.close()


def document_of(answer: requests.Response) -> Any:
    """Return the JSON document of an answer."""
    try:
        return answer.json()
    except ValueError:
        raise NationalSideDown(f"{answer.url}: not JSON") from None
