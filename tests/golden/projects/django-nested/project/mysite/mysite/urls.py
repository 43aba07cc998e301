from django.http import JsonResponse
from django.urls import path
from users.views import users

urlpatterns = [
    path("health", lambda request: JsonResponse({"status": "ok"})),
    path("users", users),
]
