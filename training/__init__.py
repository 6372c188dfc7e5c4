"""From gold to weights."""
