"""All tickets for a spreadsheet."""

from api.http import JsonView
from api.problems import not_implemented


class Export(JsonView):
    """/tickets/export"""

    def get(self, request):
        # TODO config.change: where settings.FEATURE_EXPORT is off, there is nothing here: 404. Where it is on: all
        #   tickets as text/csv, with a first line that names the columns. An HttpResponse can be written to like a
        #   file, and Python's module csv knows what to do with a comma in a title.
        return not_implemented()
