"""The inspection report: what a Chief Inspector signs, as plain data and as a page."""
