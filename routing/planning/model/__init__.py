"""The planner's question as one CP-SAT model: dates, rounds, teams and hours."""
