"""The portable folder for any Linux, packed."""
