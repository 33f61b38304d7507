"""What a workshop bundle runs on a laptop: installs and removes the playground with that laptop's own Python, offline."""
