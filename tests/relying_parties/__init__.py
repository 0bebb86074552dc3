"""Systems under test written by others' hands: each logs citizens in with VNeID through a library of its own.

`bare.py` verifies nothing; `with_authlib.py`, `with_openid_client.mjs` and `with_idpyoidc.py` do what a careful
integrator does with their library. None imports anything of ours: each is started as a process, prints one JSON line
with its URL, and offers the pages `/login`, `/whoami`, `/logout` and `/refresh` of a claim sheet's hooks.
"""
