"""The web pages at `/`: where to connect, what has just travelled, and why a message was not as it should be."""
