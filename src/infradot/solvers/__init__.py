"""Marry equations to numerics: steady states, sweeps, adjoints."""
