"""The frozen program: built from hash-pinned packages, slimmed, and accounted for file by file."""
