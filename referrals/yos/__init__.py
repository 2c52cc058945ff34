"""The Youth Offending Service's part: its inbox, screening against the criteria, accept, decline or ask, and allocation."""
