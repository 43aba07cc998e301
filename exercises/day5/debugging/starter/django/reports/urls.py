"""Which view answers which address."""

from django.urls import path

from reports.views import Average, Opened, Priorities, Statuses, Watchers

urlpatterns = [
    path("reports/priorities", Priorities.as_view()),
    path("reports/opened", Opened.as_view()),
    path("reports/statuses", Statuses.as_view()),
    path("reports/average", Average.as_view()),
    path("reports/watchers", Watchers.as_view()),
]
