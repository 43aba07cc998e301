"""The list: which todos match, in which order, and which page of them."""

from django.db.models import F

from todos.finding import visible


def page_of(user, wanted):
    """(one page of what the user sees and what fits every parameter, the number of all that fits)"""
    found = matching(visible(user), wanted)
    start = (wanted["page"] - 1) * wanted["per_page"]
    page = ordered(found, wanted["sort"]).prefetch_related("tags")  # the tags of all of them in one query
    return page[start : start + wanted["per_page"]], found.count()


def matching(todos, wanted):
    if "completed" in wanted:
        todos = todos.filter(completed=wanted["completed"] == "true")
    if "tag" in wanted:
        todos = todos.filter(tags__name=wanted["tag"])
    if "due_before" in wanted:
        todos = todos.filter(due__lt=wanted["due_before"])
    if "q" in wanted:
        # Django makes % and _ plain characters, which LIKE would take for "anything" and "any character".
        todos = todos.filter(title__icontains=wanted["q"])
    return todos


def ordered(todos, sort):
    """What has no due date comes last in both directions; databases do not agree where NULL belongs."""
    column = F(sort.removeprefix("-"))
    direction = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    return todos.order_by(direction, "position", "id")
