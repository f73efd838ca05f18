"""A report as it was issued: its stage, its manifest, whether every file is as it was written, and what is never written over."""
