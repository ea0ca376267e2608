"""Which rows are one incident: evidence and what follows from it. Leans on counting and record."""
