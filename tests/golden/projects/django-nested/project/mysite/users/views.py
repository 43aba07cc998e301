import json

from django.http import HttpResponseNotAllowed, JsonResponse

USERS = []


def users(request):
    if request.method == "GET":
        return JsonResponse(USERS, safe=False)
    if request.method == "POST":
        data = json.loads(request.body)
        user = {"id": len(USERS) + 1, "name": data["name"], "email": data["email"]}
        USERS.append(user)
        return JsonResponse(user, status=201, headers={"Location": f"/users/{user['id']}"})
    return HttpResponseNotAllowed(["GET", "POST"])
