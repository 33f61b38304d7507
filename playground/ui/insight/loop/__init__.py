"""Loop of an algorithm: boxes, arrows, and what travels."""
