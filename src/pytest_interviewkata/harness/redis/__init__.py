"""Redis, stepped: one point to switch, to kill or to let a rival in at each command."""
