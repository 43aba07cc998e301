"""Which view answers which address."""

from django.urls import path

from accounts.login import Login
from accounts.me import Logout, Me
from accounts.register import Register

urlpatterns = [
    path("auth/register", Register.as_view()),
    path("auth/login", Login.as_view()),
    path("auth/logout", Logout.as_view()),
    path("me", Me.as_view()),
]
