"""The border between a kata's tests and the answer: two processes, and plain data between them.

On the trusted side: `processes` starts workers, `link` talks to one, `offers` is what the
test has handed it, `proxy` what a test holds of the answer. On the answer's side: `worker`
serves, `stubs` is what the answer holds of the test. `codec`, `frames`, `classes` and
`exceptions` are the language that both speak.
"""
