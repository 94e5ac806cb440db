"""Interview answers you can run: katas for backend engineering in Python."""
