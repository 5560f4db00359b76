"""Metrology: from what a laboratory recorded to noise, detectivity, bandwidth and dynamic range, with their doubts.

Nothing here reads a file: arrays come in, SI; `infradot.report.metrology` reads the files.
"""
