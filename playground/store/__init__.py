"""Files of the program, written whole or not at all, read with bounds and checks."""
