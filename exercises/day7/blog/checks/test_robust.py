from grader.checks.fuzzing import fuzz, read_document
from grader.checks.posts import comment, published, read


def test_robust(people, fake):
    """A few hundred odd requests to every address of openapi.yaml: none is answered 5xx, and the app goes on."""
    me, other = people.fresh(), people.someone()
    posts = [published(me.api, fake), published(me.api, fake), published(other.api, fake)]
    comments = [comment(person.api, post, fake.word()) for post in posts for person in (me, other)]
    known = {
        "slug": [post["slug"] for post in posts],
        "comment_id": [one["id"] for one in comments],
        "user_id": [me.user["id"], other.user["id"]],
    }
    fuzz(read_document(__file__), me.api, fake.integer(0, 10**9), known)
    client = people.client()  # one that was made before has used up its time
    for path in ("/health", "/posts?limit=20", "/tags"):
        read(client, path)
