"""How things are said: one TOML a language, numbers and sentences. Knows no picture and no page."""
