"""Whether this computer can run the program (doctor), and whether the program itself works here (self-test)."""
