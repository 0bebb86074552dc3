"""A citizen's browser, and what each relying party has to get through: log in, refresh, log out."""

from dataclasses import dataclass, field

import requests
import yaml

from simulator.world.people import demo_people
from tests.relying_parties.starting import RelyingParty

CITIZEN = demo_people()[0]


@dataclass
class Citizen:
    """One browser; unless told otherwise logged in at VNeID without a password, as its button for tests does."""

    party: RelyingParty
    ca_file: str = ""
    known: bool = True
    browser: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.browser.trust_env = False
        self.browser.verify = self.ca_file or True
        form = {"personal_id": CITIZEN["personal_id"]}
        assert (
            not self.known or self.browser.post(f"{self.party.issuer}/login", data=form, timeout=10).status_code == 200
        )

    def open(self, path: str) -> requests.Response:
        return self.browser.get(self.party.url + path, timeout=20)

    def log_in(self, query: str = "") -> requests.Response:
        return self.open(f"/login{query}")

    def callback(self, query: str = "") -> str:
        """Begin a login and return the path at which VNeID's answer would reach the relying party."""
        begun = self.browser.get(f"{self.party.url}/login{query}", allow_redirects=False, timeout=10)
        back = self.browser.get(begun.headers["Location"], allow_redirects=False, timeout=10)
        return back.headers["Location"].removeprefix(self.party.url)

    def who(self) -> requests.Response:
        return self.browser.get(f"{self.party.url}/whoami", headers={"Accept": "application/json"}, timeout=10)


def connect(party: RelyingParty, national_url: str, ca_file: str = "") -> None:
    """Register the claim sheet as `dvcsim check` does."""
    document = yaml.safe_load(party.sheet.read_text(encoding="utf-8"))
    with requests.Session() as http:
        http.trust_env = False
        answer = http.put(
            f"{national_url}/admin/provinces/{document['id']}",
            json={"document": document, "label": party.sheet.name},
            verify=ca_file or True,
            timeout=10,
        )
    assert answer.status_code in (200, 201), answer.text


def whole_login(party: RelyingParty, ca_file: str = "") -> None:
    """Discovery, code with PKCE, userinfo, refresh, logout; each seen from outside."""
    citizen = Citizen(party, ca_file)
    assert citizen.who().status_code == 401
    landed = citizen.log_in("?return_to=/%3Fback")
    assert (landed.status_code, landed.url) == (200, f"{party.url}/?back"), party.log.read_text(encoding="utf-8")
    person = {"personal_id": CITIZEN["personal_id"], "name": CITIZEN["full_name"], "acr": "LoA2", "level": 2}
    assert citizen.who().json() == person
    renewed = citizen.browser.post(f"{party.url}/refresh", timeout=20)
    assert (renewed.status_code, renewed.json()) == (200, person), party.log.read_text(encoding="utf-8")
    ended = citizen.open("/logout")
    assert ended.status_code == 200
    assert ended.url.startswith(party.url)
    assert citizen.who().status_code == 401
    # VNeID has ended its own login too: the next one needs the login page.
    assert citizen.log_in().url.startswith(f"{party.issuer}/")
