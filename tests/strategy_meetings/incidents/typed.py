"""What somebody writes of a new incident."""

from datetime import date

CANARY = "Canary-incident-5510"
TOLD = {
    "happened_on": date(2026, 12, 1),
    "what": "Touched another pupil on the bus.",
    "told_by": "A pupil, to Ms Iqbal",
    "done_at_once": "Kept apart; taken home by his mother.",
}
