"""The root of all addresses, and what answers when a request goes wrong outside of a view."""

from django.urls import include, path

urlpatterns = [
    path("", include("api.urls")),
    path("", include("todos.urls")),
]

handler400 = "api.http.bad_request"
handler404 = "api.http.not_found"
handler500 = "api.http.server_error"
