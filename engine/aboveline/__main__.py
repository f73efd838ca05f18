"""Lets `python -m aboveline` do what the command `aboveline` does."""

from aboveline.cli import main

if __name__ == "__main__":
    main()
