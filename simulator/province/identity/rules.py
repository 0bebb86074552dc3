"""The names of what a login has to stand: each is applied in one place, and `Seams.login_rules` says which are.

Four of them no case of the relying-party suite can show, so that unit tests alone prove them. `discovery_issuer`: a
client keeps VNeID's description, and nothing makes it read that again in the middle of a run. `redirects`: the address
that an answer leads to belongs to nobody here, so that following it and not following it end alike. `logout_hint` and
`logout_state`: the session is over before the browser leaves for VNeID, whatever the request and the return say; both
only change which page the citizen sees last.

Sources: OpenID Connect Core 1.0 (3.1.3.7 ID token, 5.3.2 userinfo, 12.2 refresh), RFC 6749 and RFC 9700 (state, no
redirects), RFC 9207 (`iss` of the callback), RP-Initiated Logout 1.0 and Back-Channel Logout 1.0 (2.6).
"""

ASKING_RULES = frozenset({"acr_values"})
CALLBACK_RULES = frozenset({"state", "browser", "callback_iss", "return_to"})
ID_TOKEN_RULES = frozenset({"iss", "aud", "azp", "sub", "exp", "iat", "nbf", "nonce", "at_hash", "acr", "auth_time"})
ANSWER_RULES = frozenset(
    {
        "single",
        "callback_error",
        "discovery_issuer",
        "redirects",
        "content_type",
        "size",
        "time",
        "token_type",
        "id_token",
        "userinfo_sub",
        "wrapped",
    }
)
KEY_RULES = frozenset({"refetch", "kept_keys"})
REFRESH_RULES = frozenset(
    {"refresh_iss", "refresh_sub", "refresh_aud", "refresh_auth_time", "refresh_time", "refresh_ends"}
)
LOGOUT_RULES = frozenset({"logout_hint", "logout_state", "logout_local"})
LOGOUT_TOKEN_RULES = frozenset(
    {
        "logout_iss",
        "logout_aud",
        "logout_iat",
        "logout_exp",
        "logout_events",
        "logout_nonce",
        "logout_subject",
        "logout_jti",
        "logout_ends",
    }
)

EVERY_RULE = frozenset().union(
    ASKING_RULES,
    CALLBACK_RULES,
    ID_TOKEN_RULES,
    ANSWER_RULES,
    KEY_RULES,
    REFRESH_RULES,
    LOGOUT_RULES,
    LOGOUT_TOKEN_RULES,
)
