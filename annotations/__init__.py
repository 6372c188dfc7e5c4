"""What is true: annotated reports, their source format, and the formats they are exchanged in."""
