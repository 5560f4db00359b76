"""Each law of charge once: its data class beside its compiled kernel.

Every rate has the form a (1 - exp(-dF/kT)) with a > 0, so that no law can move charge at equilibrium.
"""
