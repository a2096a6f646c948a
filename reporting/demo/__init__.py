"""The demonstration: a made-up group whose story is written by hand (``story``) and told in figures (``build``)."""
