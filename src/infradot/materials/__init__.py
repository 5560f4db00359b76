"""Chemistry makes numbers: dot + ligand -> film -> the numbers that physics needs."""
