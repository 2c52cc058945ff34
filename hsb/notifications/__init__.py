"""Who is told that something happened: in the product, and by an e-mail that names nobody."""
