"""What keeps a system and the national side apart: small examinations in a list, each with what to do about it."""
