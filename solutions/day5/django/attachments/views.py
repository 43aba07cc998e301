"""Attachments: files that belong to a ticket."""

import hashlib

from api.http import JsonView
from api.problems import ApiError, invalid
from django.conf import settings
from django.http import FileResponse, JsonResponse
from django.urls import reverse
from tickets.views import find as find_ticket

from attachments.files import WELCOME, harmless_name, type_of
from attachments.models import Attachment

AROUND_A_FILE = 64 * 1024  # bytes of a multipart body that are not the file itself: boundaries, names


class AttachmentList(JsonView):
    def post(self, request, ticket_id):
        ticket = find_ticket(ticket_id)
        upload = read_upload(request)
        content_type = type_of(upload)
        if content_type is None:
            raise ApiError(415, f"only texts and these are welcome, whatever the name says: {', '.join(WELCOME)}")
        attachment = Attachment.objects.create(
            ticket=ticket,
            filename=harmless_name(upload.name),
            file=upload,
            size=upload.size,
            sha256=sha256(upload),
            content_type=content_type,
        )
        where = reverse("attachment", args=[ticket_id, attachment.id])
        return JsonResponse(attachment.as_json(), status=201, headers={"Location": where})


class AttachmentDetail(JsonView):
    def get(self, request, ticket_id, attachment_id):
        try:
            attachment = Attachment.objects.get(id=attachment_id, ticket_id=ticket_id)
        except Attachment.DoesNotExist:
            raise ApiError(404, f"ticket {ticket_id} has no attachment {attachment_id}") from None
        # as_attachment: a browser saves it instead of showing it. An HTML file shown from here could run scripts in
        # the name of this service.
        return FileResponse(
            attachment.file.open(),
            as_attachment=True,
            filename=attachment.filename,
            content_type=attachment.content_type,
        )


def read_upload(request):
    """The file in the field `file`, or raises what is wrong with it."""
    if request.content_type != "multipart/form-data":
        raise ApiError(415, "send the file as multipart/form-data, in the field file")
    # What is far too long is refused by what it says of itself, before anything of it is taken apart and kept.
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_ATTACHMENT_SIZE + AROUND_A_FILE:
        raise too_large()
    upload = request.FILES.get("file")
    if upload is None:
        raise invalid([{"field": "file", "message": "must be a file"}])
    if upload.size > settings.MAX_ATTACHMENT_SIZE:
        raise too_large()
    return upload


def too_large():
    return ApiError(413, f"a file may have up to {settings.MAX_ATTACHMENT_SIZE} bytes")


def sha256(upload):
    upload.seek(0)
    total = hashlib.sha256()
    for chunk in upload.chunks():
        total.update(chunk)
    return total.hexdigest()
