"""What can be asked of a running project, whoever runs it. Runners provide these; checks and grading use them.

`protocols` says what a server and a runner do, `services` what there is beside an app. `options` are what they are
told, `answers` what they tell; `address` is where a server answers.
"""
