"""A device is measured: what one does in the laboratory."""
