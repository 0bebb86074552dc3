"""`python -m simulator` is `dvcsim`."""

from simulator.cli.main import run

if __name__ == "__main__":
    run()
