"""The wire formats: programme and plan to and from JSON, programme to and from XLSX.

The wire models are types of their own; :mod:`api.wire.programme_map` and
:mod:`api.wire.plan_map` hold the one mapping between them and the core types. Who is behind the
pseudonyms of a programme stands in a file of its own, :mod:`api.wire.people_json`. Import the
module you need: nothing is imported here, so that pydantic and openpyxl are only paid for
when used.
"""
