"""What a citizen sees of VNeID: the ways to log in, consent, and what went wrong. No page needs a script."""
