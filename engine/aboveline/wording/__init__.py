"""Texts for people in more than one language: English as it is written in the code, others by catalogues."""
