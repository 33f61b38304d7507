"""The workshop bundle: wheels and scripts that install them without a network."""
