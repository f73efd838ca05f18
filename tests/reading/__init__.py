"""Reads the tests that are written as prose."""
