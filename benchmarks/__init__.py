"""Measures Aboveline beside other ways to the same figures: `python -m benchmarks`, or `make bench`."""
