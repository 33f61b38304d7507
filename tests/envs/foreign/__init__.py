"""Environments as people write them, one file each, after public bug reports; a test copies the file that it wants."""
