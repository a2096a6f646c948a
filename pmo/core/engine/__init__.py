"""Pure computation of the floor: values in, values out. No Django, no clock, no input or output."""
