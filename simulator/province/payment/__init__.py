"""Fees paid online: the national payment platform as this system calls it and is called back by it."""
