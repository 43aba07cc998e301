"""The addresses that belong to the service as a whole."""

from django.urls import path

from api.health import Live, Ready

urlpatterns = [
    path("health", Ready.as_view()),
    path("health/live", Live.as_view()),
    path("health/ready", Ready.as_view()),
]
