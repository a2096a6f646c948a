"""Speaking with other machines. Nothing here writes to the database."""
