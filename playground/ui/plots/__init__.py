"""Plots of a run: the panel, and each kind of plot in a file of its own."""
