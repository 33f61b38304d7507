"""One card per environment: its texts, its actions, how it is made, drawn and restored."""
