"""What a team keeps: batches, decisions, versions, and what may leave. Leans on all the other wings."""
