"""What is known of an attachment; the bytes themselves are a file. After every change here: makemigrations."""

# TODO uploads.store: `class Attachment(models.Model)` with the ticket that it belongs to (a ForeignKey that goes with
#   it: on_delete), filename, size, sha256, content_type, and the file: models.FileField(storage=…, upload_to=…). Its
#   storage is FileSystemStorage(settings.UPLOAD_DIR) of django.core.files.storage; a function that gives it may stand
#   there, too, and keeps the folder of your own machine out of the migration. Then
#   `python manage.py makemigrations attachments`, and `python manage.py migrate`.
# TODO uploads.names: upload_to may be a function as well: it is called with the attachment and the client's name for
#   the file, and gives the name under which it is stored. Is there anything of the client's name that you need there?
