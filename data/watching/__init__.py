"""What somebody wants to be told of, what there is to tell, and what they were told already."""
