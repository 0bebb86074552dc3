"""A browser for the person of `hands.py`: pages, links and forms, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

import requests
from lxml import html

File = tuple[str, bytes]


@dataclass
class Web:
    """One person's browser."""

    http: requests.Session = field(default_factory=requests.Session)
    url: str = ""
    status: int = 0
    text: str = ""

    def __post_init__(self) -> None:
        self.http.trust_env = False
        self.http.headers.update({"Accept": "text/html", "Accept-Language": "vi"})

    @property
    def page(self) -> html.HtmlElement:
        """Return the page that is open."""
        return html.fromstring(self.text or "<p></p>", base_url=self.url)

    def open(self, url: str) -> "Web":
        """Open a page."""
        return self._seen(self.http.get(urljoin(self.url, url), timeout=30))

    def has(self, element: str) -> bool:
        """Return whether the page has an element with this id."""
        return bool(self.page.xpath("//*[@id=$id]", id=element))

    def read(self, element: str) -> str:
        """Return the text of the element with this id."""
        found = self.page.xpath("//*[@id=$id]", id=element)
        return str(found[0].text_content()).strip() if found else ""

    def click(self, link: str) -> "Web":
        """Follow the link with this id."""
        return self.open(self.page.xpath("//a[@id=$id]/@href", id=link)[0])

    def forms(self) -> list[html.FormElement]:
        """Return the forms of the page."""
        return list(self.page.forms)

    def form(self, element: str) -> html.FormElement:
        """Return the form with this id."""
        return next(one for one in self.page.forms if one.get("id") == element)

    def send(self, form: html.FormElement, values: Mapping[str, str], files: Mapping[str, File] | None = None) -> "Web":
        """Send a form with what it holds and what was typed."""
        data = dict(form.form_values()) | dict(values)
        url = urljoin(self.url, form.get("action") or self.url)
        parts = {name: (file, content, "application/pdf") for name, (file, content) in (files or {}).items()}
        return self._seen(self.http.post(url, data=data, files=parts or None, timeout=30))

    def _seen(self, answer: requests.Response) -> "Web":
        self.url, self.status, self.text = answer.url, answer.status_code, answer.text
        return self
