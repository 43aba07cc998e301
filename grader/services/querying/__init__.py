"""Runs a learner's queries over a shop that is laid down first. A program of its own, for the sandbox alone: `main` in
`program` takes the path of a job's file and prints the result. It needs the standard library, and the driver of the
kind of database that the job names; nothing else of the grader's is there. The job is JSON:

    {"kind": "sqlite" | "postgres" | "mysql" | "mongo",
     "server": {"host", "port", "user", "password", "database"},      an empty database of that user's; not for sqlite
     "tables": {name: {"schema": "CREATE TABLE …", "columns": […], "rows": [[…], …]}, …},      parents come first
     "queries": [{"name": "01", "mode": "read" | "change" | "index", "text": "…"}, …],
     "limits": {"seconds": 5, "rows": 2000, "bytes": 40000, "total": 60}}                     all optional

A query of mode "index" also has "tables" (laid down for it alone), "table" and "explain": the query to be planned. The
result is one JSON object, in ASCII: {"failed": "…"} where the shop could not be laid down, otherwise {"version": "…",
"results": {name: …}} with one of

    {"columns": […], "rows": [[…], …], "more": bool}                 read
    {"tables": {name: [[…], …]}}                                     change: all rows as they are afterwards
    {"before": plan, "after": plan, "indexes": [{"name", "columns"}, …]}     index: the plans, and what is new
    {"refused": why, "words": "…"}             why: engine, two, writes, forbidden, nothing, slow, large, form, or late

where a plan is {"how": "search" | "scan", "index": name or null, "words": "…"}. A query never sees what another did.
"""
