"""Floor 1: frozen values and enums of the field. No I/O, no wire names."""
