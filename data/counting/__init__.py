"""What the record answers: a selection in, figures with range, lineage and coverage out. Leans on the record alone."""
