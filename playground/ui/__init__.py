"""The window; nothing else imports PySide6 or pyqtgraph."""
