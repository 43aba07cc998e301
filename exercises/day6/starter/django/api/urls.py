"""The addresses that belong to the service as a whole."""

from django.urls import path

from api.health import Health

urlpatterns = [
    path("health", Health.as_view()),
    # TODO deploy.health: /health/live and /health/ready.
]
