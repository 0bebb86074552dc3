"""The e-ID stub: an OpenID provider whose citizens are synthetic.

Issuer `{public_url}/vneid`. Code flow with PKCE and nonce, RS256; personal data at userinfo only. Not built: consent,
assurance levels, signing, notifications.
"""
