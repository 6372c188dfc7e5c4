"""What happens to a report on its way: one file for each kind of thing that is damaged."""
