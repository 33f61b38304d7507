"""Export of recorded episodes: videos and pages."""
