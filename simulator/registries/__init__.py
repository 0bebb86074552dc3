"""The national databases behind the exchange platform: the population database, and every other by one shape."""
