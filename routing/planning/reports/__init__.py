"""Figures that an association has to give account of, each the sum of what its plans contain."""
