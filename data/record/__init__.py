"""What the record is: its words, tables, columns and rows. Knows nothing of counting, files of others or stores; anything may lean on it."""
