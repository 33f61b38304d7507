"""Checks of this computer (doctor) and of the program itself (self-test)."""
