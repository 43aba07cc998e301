"""Which view answers which address."""

from django.urls import path

from todos.bulk import Bulk
from todos.moving import Move
from todos.sharing import ShareDetail, ShareList
from todos.views import TodoDetail, TodoList

urlpatterns = [
    path("todos", TodoList.as_view()),
    path("todos/bulk", Bulk.as_view()),
    path("todos/<id:todo_id>", TodoDetail.as_view(), name="todo"),
    path("todos/<id:todo_id>/move", Move.as_view()),
    path("todos/<id:todo_id>/share", ShareList.as_view()),
    path("todos/<id:todo_id>/share/<str:email>", ShareDetail.as_view()),
]
