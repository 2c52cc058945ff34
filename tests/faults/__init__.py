"""Real workers on a real Redis and PostgreSQL, killed while they work. Only servers and processes these tests started are touched."""
