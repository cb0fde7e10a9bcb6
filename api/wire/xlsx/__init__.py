"""The workbook behind :mod:`api.wire.programme_xlsx`: cells, sheets, reading and writing.

A workbook is another face of the JSON document: reading turns sheets into that document and
remembers the cell of each value, so that the same checks speak, with cells for places.
"""
