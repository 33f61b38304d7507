"""The command line, one file for each verb.

It opens no window itself; see main.py.
"""
