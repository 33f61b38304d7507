"""What leaves the playground: videos and pages."""
