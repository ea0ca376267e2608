"""The record: incidents, reports, observations, claims and tolls. Knows nothing of screens."""
