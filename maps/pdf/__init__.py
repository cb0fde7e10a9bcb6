"""Printed pages as PDF, set by Typst from strings: the same on every machine.

Typst comes as a wheel, sets a page in some milliseconds and tags what it sets for screen readers
(PDF/UA). Only the fonts inside that wheel are used, except for characters that they lack. A
template never sees a person's text as markup: all texts travel as JSON and are set as they are.
"""
