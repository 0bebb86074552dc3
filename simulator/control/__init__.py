"""`/admin`: sessions, journal, claim sheets, and a session's hands: the citizen's browser and the officer hook.

The engine knows the national side by this and nothing else, so a run works from another machine.
"""
