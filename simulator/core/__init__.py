"""Floor 0: errors, clock, ids, exit status, strict YAML, data folders. Knows nothing of the domain."""
