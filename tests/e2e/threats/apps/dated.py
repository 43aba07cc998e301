"""Lives in the year 2099, and prints so."""

from serve import Handler, serve

print("2099-01-01T00:00:00.000000000Z the app began", flush=True)
Handler.date_time_string = lambda self, timestamp=None: "Thu, 01 Jan 2099 00:00:00 GMT"
serve()
