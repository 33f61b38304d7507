"""A training run and all that belongs to it, without Qt, threads or files."""
