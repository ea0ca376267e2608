"""One file per source of rows: each turns that source's columns into the record's tables."""
