"""The learner's planner: the week in hour blocks, a focus timer, and how far it all is.

`learner` reads what there is to know; everything else is pure and gets its dates and moments from whoever calls.
`blocks` cuts a day into hours, `schedule` lays them into a calendar, `calendar_file` writes that down, `standing` says
what is done, `repeating` what to repeat, `focus` is the timer, `habits` time and streaks; `page` shows all of it.
"""
