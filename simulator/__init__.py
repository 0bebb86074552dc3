"""A stand-in for the national side of Vietnam's online public services, and its conformance engine."""

__version__ = "0.1.0"
