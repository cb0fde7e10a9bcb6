"""Volunteer drivers fetch people: requests become legs, legs become each day's trips.

The rooms, in the order in which one request meets them: :mod:`.law` (may it be carried),
:mod:`.visits` (when it would have to be where, given the sessions held), :mod:`.choice` (which
session, where several would do), :mod:`.day` (one dial-a-ride problem a date),
:mod:`.comfort` (times within the trips), :mod:`.explain` (why somebody is not served).
"""
