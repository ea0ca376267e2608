"""A frame in, a picture out: charts, map, colours, what stands around them. Leans on words alone."""
