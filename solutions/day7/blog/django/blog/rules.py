"""What a post and a comment may hold."""

import re

from api.http import read_object
from api.validation import not_blank, obey, text_rule

TAG = re.compile("[a-z0-9][a-z0-9-]{0,29}")
MOST_TAGS = 10


def tags_rule(value):
    if not isinstance(value, list) or len(value) > MOST_TAGS:
        raise ValueError(f"must be an array of at most {MOST_TAGS} tags")
    if not all(isinstance(tag, str) and TAG.fullmatch(tag) for tag in value):
        raise ValueError("a tag is 1 to 30 of a-z, 0-9 and -, and does not begin with -")
    return sorted(set(value))


POST_RULES = {"title": not_blank(text_rule(1, 200)), "body": text_rule(0, 50_000), "tags": tags_rule}
COMMENT_RULES = {"body": not_blank(text_rule(1, 5000))}


def new_post(request):
    return obey(POST_RULES, {"title": None, "body": "", "tags": []} | read_object(request))


def post_changes(request):
    return obey(POST_RULES, read_object(request))


def comment_text(request):
    return obey(COMMENT_RULES, {"body": None} | read_object(request))["body"]
