"""Wrong logins, counted by e-mail: who guesses passwords gets no more than ten guesses a minute. (A bonus.)"""

# TODO login-flow.rate-limit: remember when there were wrong logins for which e-mail; a dict in memory will do, with a
#   threading.Lock around it. The 11th within a minute is answered 429 with a header Retry-After (in seconds), before
#   any hash is computed. Another e-mail is not held up. Two questions: can twenty guesses at the same time slip
#   through? And does the dict grow for ever?
