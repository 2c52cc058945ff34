"""People of the partnership: how they are invited, given roles, helped back in, and leave; and each person's own page."""
