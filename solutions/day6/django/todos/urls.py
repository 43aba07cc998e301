"""Which view answers which address."""

from django.urls import path

from todos.views import TodoDetail, TodoList

urlpatterns = [
    path("todos", TodoList.as_view()),
    path("todos/<int:todo_id>", TodoDetail.as_view(), name="todo"),
]
