"""Large tables of words and names, one entry a line, and the script that makes them."""
