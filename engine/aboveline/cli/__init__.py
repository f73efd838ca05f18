"""The room of the command line: arguments, a call, an exit code. Nothing is worked out here."""

from aboveline.cli.program import main

__all__ = ["main"]
