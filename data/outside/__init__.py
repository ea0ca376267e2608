"""The way out: pages asked for, letters and hooks sent, within limits and never into a network of one's own unlisted."""
