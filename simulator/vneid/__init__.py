"""The e-ID stub: an OpenID provider whose citizens are synthetic.

Issuer `{public_url}/vneid` for the strict standard profile, `{public_url}/vneid/<profile>` for the others, which are
data (`contracts/vneid/profiles`). Code flow with PKCE and nonce, refresh, introspection, revocation, logout by a client
and by back-channel, RS256 or ES256; personal data at userinfo only. Not built: consent, signing, notifications.
"""
