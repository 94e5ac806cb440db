"""Grading answers that nobody vouches for."""
