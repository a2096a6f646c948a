"""Which Vigie this is; the same as in pyproject.toml (tests/architecture/test_requirements.py)."""

VERSION = "0.1.0"
