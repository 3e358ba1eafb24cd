"""The register of all tickets of all years: searched, read row by row, and filled from files of other systems."""
