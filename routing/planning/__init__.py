"""Our own field: a programme of permanences becomes a plan of dated rounds and teams."""
