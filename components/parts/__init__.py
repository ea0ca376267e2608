"""What pages are made of: filters, exhibits, sheets, tabs. Knows Streamlit; leans on lines."""
