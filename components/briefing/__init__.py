"""The briefing pack: a selection as slides, document, pictures, page and data annex, each stamped."""
