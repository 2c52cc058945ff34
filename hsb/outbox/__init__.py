"""Work that must happen because something changed: a row written with the change, worked afterwards, never lost.

    outbox.put("mail.send", {"mail": str(mail.pk)}, key=f"mail.send:{mail.pk}")     # inside the caller's transaction

Celery, beat and Redis only wake the work; `design.md` §6 says why. This package imports no model, so that any module may
import it while the applications are still loading.
"""

from hsb.outbox.actions import put
from hsb.outbox.handlers import GiveUp, handles, handles_inside

__all__ = ["GiveUp", "handles", "handles_inside", "put"]
