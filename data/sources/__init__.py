"""How somebody's file becomes rows of the record: one file a producer, and what reads, checks and fetches. Leans on the record alone."""
