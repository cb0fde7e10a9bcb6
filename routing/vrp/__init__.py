"""Generic vehicle routing: an instance becomes a solution. Knows no roads and no health."""
