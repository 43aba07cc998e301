"""Which view answers which address."""

from django.urls import path

from api.settings_view import Config
from api.views import Boom, Health

urlpatterns = [
    path("health", Health.as_view()),
    path("config", Config.as_view()),
    path("boom", Boom.as_view()),
]
