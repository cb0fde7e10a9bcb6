"""Who is behind the pseudonyms: kept apart, sealed, looked at on record, erased in time."""
