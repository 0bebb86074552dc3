"""One thing that can go wrong (or right) around a login, and what a client has to make of it: data, not code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.core.text import Text
from simulator.domain.mark import Mark

EXPECTATIONS: dict[str, str] = {
    "refuse": "no session may be open afterwards",
    "take": "a session of the right person has to be open afterwards",
    "either": "refusing is right; a session is a warning, because widely used libraries open one",
    "cope": "no session, and a page that people understand",
    "ask": "judged by what the client sent; how the login ends does not matter",
    "end": "the session that was open has to be ended",
    "stay": "the session that was open must not be ended",
}
"""What a client has to do, by the word of the file."""

PLAIN = "openid.driver: api"
"""What a claim sheet offers whose login needs no real browser: then what the browser sends can be changed."""
TRICKS = frozenset(
    {
        "callback",
        "encode",
        "twice",
        "other_browser",
        "never_started",
        "replay_state",
        "replay_code",
        "injected_code",
        "authorize",
        "return_to",
    }
)
"""What only a plain browser can do."""
ASKED = (
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "acr_values",
    "max_age",
    "prompt",
    "redirect_uri",
    "client_secret",
)
"""Parameters of an authorization request that a case may be about."""
CALLS = ("token.verifier", "token.by_header", "userinfo.by_header")
"""What a case may want of the calls that follow: the fact of the call (`token_called`) and its key."""
NEEDS = ("own_issuer", "refresh", "logout", "backchannel", "webhook")
"""What a claim sheet must offer for some cases."""


@dataclass(frozen=True)
class IdentityCase:
    """A case of the relying-party suite."""

    id: str
    group: str
    """The file that it stands in; a scenario tries a whole group."""
    modelled_on: str
    """Name of the public OpenID Foundation test that it follows; empty for our own."""
    title: Text
    does: Text
    """What VNeID or the browser does."""
    expects: str
    """A key of `EXPECTATIONS`."""
    document: str
    article: str
    mark: Mark
    remedy: Text
    needs: tuple[str, ...]
    """Words of `NEEDS`."""
    profiles: tuple[str, ...]
    """Profiles in which it means something; every one when empty."""
    fault: Mapping[str, Any]
    """What the provider does, by stage."""
    browser: Mapping[str, Any]
    """What the citizen's browser does."""
    label: str
    signing: Mapping[str, Any] = field(default_factory=dict)
    """What happens around a signature, of a case that is about signing and not about a login."""
    binding: bool = True
    """Whether the rule says MUST; what it only recommends is never more than a warning."""

    @property
    def can_fail(self) -> bool:
        """Return whether breaking the case's rule may weigh more than a warning."""
        return self.binding and self.mark.can_fail and self.expects != "either"

    def lacks(self, offered: frozenset[str], profile: str) -> str:
        """Return what keeps it from being tried with a client: the missing offer, or the profile; else nothing."""
        missing = [need for need in self.needs if need not in offered]
        if missing:
            return missing[0]
        # Whom VNeID does not let in goes back by a link of its page, which only the plain browser follows.
        sent_back = "persona" in self.browser and self.expects == "cope"
        if (TRICKS & set(self.browser) or sent_back) and PLAIN not in offered:
            return PLAIN
        return profile if self.profiles and profile not in self.profiles else ""

    @classmethod
    def control(cls) -> "IdentityCase":
        """Return the login in which nothing is wrong: it stands on both sides of every case."""
        title = Text("Đăng nhập bình thường", "A login as it should be")
        nothing = Text("", "")
        rule = ("OpenID Connect Core 1.0", "3.1", Mark.SEEN)
        return cls("control", "", "", title, nothing, "take", *rule, nothing, (), (), {}, {}, "")
