"""The words and rows of a chart, for page and briefing alike. Leans on the view."""
