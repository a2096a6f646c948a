"""Tabular files to dataclasses. Pure: no Django, no clock, no network, no database."""
