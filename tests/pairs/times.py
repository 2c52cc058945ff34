"""When it happens: built on one afternoon, pressed an hour later."""

from datetime import datetime, timedelta

from hsb import clock

AT = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)  # a Thursday
LATER = AT + timedelta(hours=1)
TODAY = AT.date()
