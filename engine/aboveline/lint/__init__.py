"""Turns a checked Framework into findings of method: what no one can have meant, shown by exact reasoning over all cases."""
