"""`python -m infradot` does what the command `infradot` does."""

from infradot.cli import main

main()
