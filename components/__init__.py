"""The reading room: filters, charts, maps, pages and the command line. Draws; never counts."""
