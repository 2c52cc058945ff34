"""Work that leaves one line in a file (what leaves the database) and one row in a table with no unique key (what stays in it)."""
