"""Our provider as libraries of others see it, over loopback http and over TLS."""
