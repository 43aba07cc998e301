"""Which view answers which address."""

from django.urls import path

from config import hello_api, views

urlpatterns = [
    path("health", views.health),
    path("", views.home),
    path("hello/<str:name>", views.hello),
    path("search", views.search),
    path("messages", views.messages),
    path("messages/<int:message_id>", views.message, name="message"),
    path("api/hello", hello_api.hello),
    path("api/greetings", hello_api.greetings),
    path("api/time", hello_api.time),
    path("api/visits", hello_api.visits),
]

handler404 = "config.views.not_found"
handler500 = "config.views.server_error"
