"""How a run of an import stands, and which standing may follow which."""

from django.db import models


class Standing(models.TextChoices):
    """How a run stands."""

    READING = "reading", "Reading and checking"
    STAGED = "staged", "Read, not yet applied"
    WAITING = "waiting", "Waiting for a person to confirm"
    APPLYING = "applying", "Applying"
    DONE = "done", "Done"
    UNCHANGED = "unchanged", "Nothing had changed"
    TRIAL = "trial", "Trial only: nothing was changed"
    FAILED = "failed", "Failed: nothing was changed"
    DROPPED = "dropped", "Dropped: nothing was changed"


UNFINISHED = (Standing.READING, Standing.STAGED, Standing.WAITING, Standing.APPLYING)

MAY_FOLLOW: dict[Standing, tuple[Standing, ...]] = {
    Standing.READING: (Standing.STAGED, Standing.UNCHANGED, Standing.TRIAL, Standing.FAILED),
    Standing.STAGED: (Standing.WAITING, Standing.APPLYING, Standing.TRIAL, Standing.FAILED),
    Standing.WAITING: (Standing.APPLYING, Standing.DROPPED, Standing.FAILED),
    # A run whose process died while applying may be applied again: its transaction never closed.
    Standing.APPLYING: (
        Standing.APPLYING,
        Standing.WAITING,
        Standing.DONE,
        Standing.UNCHANGED,
        Standing.FAILED,
    ),
}
