"""The address that belongs to the API as a whole."""

from django.urls import path

from api.health import Health

urlpatterns = [path("health", Health.as_view())]
