"""Faults made on purpose, against servers of their own: what was acknowledged stays, what is wrong is put right."""
