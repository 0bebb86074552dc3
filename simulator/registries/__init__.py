"""The national databases behind the exchange platform: today the population database."""
