"""Positions: no two todos of one owner have the same."""

from django.db.models import F, Max

from accounts.models import User


def hold(user_id):
    """Whoever is to read and change positions says so first: all others who do, for the same owner, wait here until the
    transaction ends. It is the first thing in the transaction, so that what is read afterwards is new.
    """
    User.objects.filter(pk=user_id).update(list_version=F("list_version") + 1)


def at_the_end(user):
    """The position after all others of this owner."""
    return (user.todos.aggregate(last=Max("position"))["last"] or 0) + 1


def make_room(user, place):
    """Moves what is at this position, and all after it, one further."""
    user.todos.filter(position__gte=place).update(position=F("position") + 1)
