"""What people enter, correct and decide about the record, act by act; the record that follows is folded from them."""
