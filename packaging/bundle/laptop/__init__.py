"""Installation of a workshop bundle on a laptop, with its own Python, offline."""
