"""JSON in earnest: any value back, numbers summed up, a nested order.

json.malformed and json.media-type are at home in api/http.py: what you write there serves all views.
"""

from api.http import JsonView, not_implemented


class Echo(JsonView):
    """/echo"""

    def post(self, request):
        # TODO json.echo: {"received": <the value>} for any JSON value, also for null, an array or a plain number.
        # TODO json.unicode: accents, Chinese characters and emoji come back unchanged.
        return not_implemented()


class Stats(JsonView):
    """/stats"""

    def post(self, request):
        # TODO json.stats: {"numbers": [...]} in, {"count", "sum", "mean", "min", "max"} out. There is no mean of
        # nothing: answer null for what does not exist. A text or true among the numbers is 422.
        return not_implemented()


class OrderTotal(JsonView):
    """/orders/total"""

    def post(self, request):
        # TODO json.nested: {"items": [{"price", "quantity"}, …], "discount": {"percent"}} in, {"total"} out. Check every
        # level before you use it. Round once, at the end, half a cent up: round() does something else, decimal can.
        return not_implemented()
