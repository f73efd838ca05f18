"""Turns a scored batch into a sealed folder that can be read, checked and worked out again years later."""
