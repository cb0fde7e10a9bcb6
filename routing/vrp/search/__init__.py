"""Compiled ruin-and-recreate searches, each for the instances it can express."""
