"""One file a page, reading top to bottom like the page itself."""
