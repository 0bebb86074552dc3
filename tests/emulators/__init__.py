"""Field emulators: stand-alone one-stop systems that behave as public code of the real families does.

They import nothing of ours; what each of them does is in `behaviours.yaml`, with what shows it.
"""
