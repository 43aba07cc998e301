"""What a todo is, and with that its table. After every change here: python manage.py makemigrations"""

# TODO todo-app.crud: `class Todo(models.Model)` with title, completed, due and position; `from django.db import
#   models`. Tags belong into a table of their own if you want to search for one of them. as_json() with all fields is
#   of use everywhere. Then run makemigrations, and keep the files that it writes.
# TODO todo-app.owner: whose it is: a ForeignKey to settings.AUTH_USER_MODEL, with on_delete=models.CASCADE.
# TODO todo-app.share: a third table: which todo, which user, may they edit; each pair once (UniqueConstraint).
