"""What is learned; knows nothing of reports."""
