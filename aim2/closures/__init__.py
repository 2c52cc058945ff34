"""The end of a strand of work: why, what was achieved, what remains, who watches, where what is open goes; approved by a manager."""
