"""How fast Vigie is, on an organisation of its own in PostgreSQL: ``make bench`` (docs/bench.md)."""
