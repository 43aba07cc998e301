"""The root of all addresses, and what answers when a request goes wrong outside of a view. Finished."""

from django.urls import include, path, register_converter

from api.converters import IdConverter
from config import project

register_converter(IdConverter, "id")

urlpatterns = [path("", include(f"{app}.urls")) for app in ("api", "accounts", *project.APPS)]

handler400 = "api.http.bad_request"
handler404 = "api.http.not_found"
handler500 = "api.http.server_error"
