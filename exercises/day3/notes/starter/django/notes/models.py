"""What a note is, and with that its table.

A model is a class, a field of it a column. When the class has changed, two commands bring the table up to date:

    python manage.py makemigrations     writes down what has changed, as a file in notes/migrations/
    python manage.py migrate            does it in the database

The files in migrations/ are a part of your project: keep them and commit them. `grade` runs what they say on a new and
empty database, but it does not make them for you.
"""

MOST_CHARACTERS = 10_000  # of a note's body

# TODO notes.create: `class Note(models.Model)`, with title, body, created_at and updated_at; `from django.db import
#   models`. The id comes by itself. Which kind of field is for a short text, which for a long one, which for a time?
# TODO notes.validate: the rules of a field are written here: max_length for a CharField, for a TextField
#   validators=[MaxLengthValidator(…)] from django.core.validators, and blank=True where the text may be empty. They are
#   obeyed only if somebody asks: see check() in api/validation.py.
# TODO notes.timestamps: auto_now_add=True and auto_now=True let Django set the times. Each looks at the clock by itself
#   though, and the two times of a new note must be equal. What if the views set them? timezone.now() from django.utils
#   is the time.
# TODO connect.injection: two kinds of text no database can keep, and it would fail with 500. validate_storable from
#   api/validation.py is a validator that refuses them.
# TODO connect.schema: run makemigrations. Then look into the file that it has written, and into the Procfile.
