"""Notes are read when somebody looks; who has to act on one is asked by a task. A note taken off a record is told where it stood."""

from hsb.notifications.recipients import MANAGER, silent, tells

silent("note.added", "note.kept_close", "child.said", "lac_visit.made", "cp_visit.made")
tells("note.moved", MANAGER, says="A note was on the wrong record and has been moved off it")
