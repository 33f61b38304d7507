"""The frozen program, built from hash-pinned packages.

It is slimmed, and accounted for file by file.
"""
