"""`tournees bench`: our solver and others over the literature's instances, side by side."""
