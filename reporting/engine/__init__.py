"""Pure computation: values in, values out. No Django, no clock, no input or output. Unknown is ``None``, never 0."""
