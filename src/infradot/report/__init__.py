"""A run as a folder: tables, curves, figures, input and versions, complete or absent."""
