"""The set-up pack: what a supplier has to configure, from the claim sheet and the data, as pages and as tables."""
