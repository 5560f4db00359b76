"""The posed problem in the words of other codes."""
