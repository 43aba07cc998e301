"""A browser that opens an app's page and does what checks ask: a program of its own, which needs Playwright alone.

It runs in a container or as a process of this machine, gets one step a line as JSON on its standard input and answers
each with one line. `program` has the loop, `steps` what can be asked. Nothing of the grader is imported here.
"""
