"""What this stage sends and makes by the outbox."""

from strategy_meetings.conference import rendering as letters  # noqa: F401
from strategy_meetings.meetings import mailing, partners, reach  # noqa: F401  (the handler is known by being read)
from strategy_meetings.minutes import rendering  # noqa: F401  (its handler is known by being read)

mailing.register()
