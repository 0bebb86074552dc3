"""The durable record: one SQLite file, one writer, positions that can be waited for, and the exchanges in it."""
