"""The pytest plugin. Loaded in every run: imports the standard library and pytest only."""
