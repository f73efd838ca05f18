"""Judges batches of any size part by part, by either evaluator, and counts what comes of them."""
