"""Which view answers which address."""

from django.urls import path

from notes.views import NoteDetail, NoteList

urlpatterns = [
    path("notes", NoteList.as_view()),
    path("notes/<int:note_id>", NoteDetail.as_view(), name="note"),
]
