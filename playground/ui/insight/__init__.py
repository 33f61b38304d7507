"""Insight: what an algorithm does inside, one step at a time."""
