"""The workshop bundle: wheels, and a script for each system that installs them without a network."""
