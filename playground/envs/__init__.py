"""Environments, each with a card: texts, actions, how it is drawn and restored."""
