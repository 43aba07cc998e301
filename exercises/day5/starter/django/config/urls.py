"""The root of all addresses, and what answers when a request goes wrong before any view is asked."""

from api.http import NoSuchAddress
from django.urls import include, path, re_path

urlpatterns = [
    path("", include("api.urls")),
    path("", include("reports.urls")),
    path("", include("attachments.urls")),
    path("", include("tickets.urls")),
    re_path("", NoSuchAddress.as_view()),  # matches everything that is left; Django's own 404 is a page of HTML
]

handler400 = "api.problems.bad_request"
handler404 = "api.problems.not_found"
handler500 = "api.problems.server_error"
