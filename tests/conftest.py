"""What all tests share: how Hypothesis searches."""

from __future__ import annotations

from hypothesis import settings

# The same examples in each run, so that a change fails its own tests and no other; and no deadline, since a busy
# machine is no fault of the code.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
