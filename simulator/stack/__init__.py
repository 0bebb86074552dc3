"""Puts the parties together: one server for the national side, child processes, ports, and an orderly end."""
