"""The record at the command line: the same selection, the same numbers. Knows no Streamlit."""
