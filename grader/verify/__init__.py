"""Proves a course, for its authors: starters fail, solutions pass, wrong solutions fail exactly what they must.

subjects   what is graded: a starter, a solution, a solution with one fault
manifests  what can be said without running anything
lock       verify.lock: what was proved, by the hash of all that it depends on
proving    runs what has to be run
__main__   the command
"""
