"""The national databases behind the exchange platform: each look-up is recorded with requester, dossier and purpose."""
