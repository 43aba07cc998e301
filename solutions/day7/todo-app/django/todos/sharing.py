"""/todos/<id>/share: who else sees a todo, and who may edit it."""

from django.db import transaction
from django.http import HttpResponse, JsonResponse

from accounts.access import MemberView
from accounts.models import User
from accounts.register import email_rule
from api.http import read_object
from api.problems import ApiError, invalid
from api.validation import obey
from todos.finding import find_own
from todos.models import Share
from todos.rules import truth_rule

RULES = {"email": email_rule, "can_edit": truth_rule}


class ShareList(MemberView):
    def post(self, request, todo_id):
        fields = obey(RULES, {"email": None, "can_edit": False} | read_object(request))
        with transaction.atomic():
            todo = find_own(request.user, todo_id)
            other = User.objects.filter(email=fields["email"]).exclude(pk=request.user.pk).first()
            if other is None:
                raise invalid({"email": "is nobody's, or your own"})
            Share.objects.update_or_create(todo=todo, user=other, defaults={"can_edit": fields["can_edit"]})
        return JsonResponse(fields)


class ShareDetail(MemberView):
    def delete(self, request, todo_id, email):
        with transaction.atomic():
            todo = find_own(request.user, todo_id)
            ended, _ = todo.shares.filter(user__email=stored_form(email)).delete()
        if not ended:
            raise not_shared()
        return HttpResponse(status=204)


def stored_form(email):
    """404 for a text that can't be anybody's address."""
    try:
        return email_rule(email)
    except ValueError:
        raise not_shared() from None


def not_shared():
    return ApiError(404, "it is not shared with this e-mail")
