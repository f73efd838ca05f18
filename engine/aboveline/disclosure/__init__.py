"""Statistical disclosure control: which counts of a publication are withheld so that none can be worked out.

Pure functions on plain counts and sums; nothing here knows what is counted. `control` is the whole of it,
`rule` says in words what it goes by. docs/disclosure.md says why, with sources and limits.
"""
