"""Signing with VNeID: a citizen's declaration is signed at the gateway, whose webhooks tell how it went."""
