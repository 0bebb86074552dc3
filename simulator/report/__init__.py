"""Turns the record of a run (`run.ndjson`) into what people and machines read. Renderers read, they never judge."""
