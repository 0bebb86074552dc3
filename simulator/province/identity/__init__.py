"""Login with VNeID as a relying party, after OpenID Connect Core 1.0 and the RFCs beside it.

Each rule has a name (`rules.py`) and one place where it is applied, so that a defect can switch that one off.
"""
