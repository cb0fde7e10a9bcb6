"""Customisable contraction hierarchy: order once, customise per metric, query fast."""
