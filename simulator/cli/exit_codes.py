"""The table of exit codes that stands below every help text, from the one enum."""

from simulator.core.exit_status import MEANING


def exit_code_table() -> str:
    """Return the table as click shows it: `\\b` keeps its lines."""
    rows = [f"  {status.value:>3}  {meaning}" for status, meaning in MEANING.items()]
    return "\n".join(["\b", "Exit codes:", *rows])


def epilog(*examples: str) -> str:
    """Return examples and exit codes for the end of a command's help."""
    shown = "\n".join(["\b", "Examples:", *(f"  {example}" for example in examples)])
    return f"{shown}\n\n{exit_code_table()}"
