"""A synthetic country: people as a pure function of (seed, number), and the working-day calendar."""
