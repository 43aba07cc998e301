"""Attachments: files that belong to a ticket."""

from api.http import JsonView
from api.problems import not_implemented


class AttachmentList(JsonView):
    """/tickets/<id>/attachments"""

    def post(self, request, ticket_id):
        # TODO uploads.store: find() of tickets/views.py finds the ticket, or raises 404. The file is in request.FILES.
        #   Store it, with its size, its SHA-256 (hashlib; upload.chunks() gives it piece by piece) and its type. 201
        #   with its Location, for which the address in urls.py has the name "attachment".
        # TODO uploads.limit: over 5 MiB is 413, and nothing is kept. request.META["CONTENT_LENGTH"] tells early how
        #   long the whole body is, upload.size how long the file is. DATA_UPLOAD_MAX_MEMORY_SIZE doesn't count files.
        # TODO uploads.type: what type_of() in files.py does not want to see is 415.
        return not_implemented()


class AttachmentDetail(JsonView):
    """/tickets/<id>/attachments/<id>"""

    def get(self, request, ticket_id, attachment_id):
        # TODO uploads.store: the same bytes, or 404. An attachment of another ticket is 404 here, too.
        # TODO uploads.download: FileResponse takes as_attachment and filename, and writes the header.
        return not_implemented()
