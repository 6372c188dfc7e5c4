"""Other people's tools on the same reports: each in a process, and where need be an environment, of its own."""
