"""Which view answers which address."""

from django.urls import path

from attachments.views import AttachmentDetail, AttachmentList

urlpatterns = [
    path("tickets/<int:ticket_id>/attachments", AttachmentList.as_view()),
    path("tickets/<int:ticket_id>/attachments/<int:attachment_id>", AttachmentDetail.as_view(), name="attachment"),
]
