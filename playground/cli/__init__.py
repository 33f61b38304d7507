"""The command line: train, evaluate, replay and info, one file each. It opens no window itself; see main.py."""
