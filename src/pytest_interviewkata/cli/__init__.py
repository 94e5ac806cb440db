"""The `interviewkata` command."""
