"""The learner's history, in the `.grader` folder of each project: graded runs, hints taken, time spent.

`journal` keeps lines that are only ever added; `runs` and `time_spent` say what stands in them; `hints` reads what
`grade hint` remembers; `places` finds the projects of a learner. Whoever deletes the folder loses the history, and
nothing else. It is the learner's own record: nobody's grade is made of it.
"""
