"""What a todo is, and with that its table. After every change here: python manage.py makemigrations"""

# TODO todos.persist: `class Todo(models.Model)` with title, completed and order. completed is false at first. order may
#   be absent, which is null: null=True for the database, blank=True for the check. Then run makemigrations.
