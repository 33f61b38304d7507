"""The program for Windows: an installer, and a folder that runs without one."""
