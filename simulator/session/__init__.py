"""Open sessions, the provinces they belong to, and how an exchange finds its session."""
