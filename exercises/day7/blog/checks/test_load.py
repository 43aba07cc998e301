from grader.checks.load import load, whole
from grader.checks.posts import POSTS, each_once, objects, of, published, shown, walk
from grader.checks.projects import expect
from grader.checks.values import Miss, say

CLIENTS = 20


def test_load(people, fake, crowd, measures):
    """2 000 mixed requests from 20 clients: none is answered 5xx, and every post and comment is there afterwards."""
    writers, word = (people.someone(), people.other()), fake.word()
    posts = [published(writers[0].api, fake) for _ in range(5)]
    desks = [
        {"headers": writers[number % 2].credentials.headers, "name": f"{word} {number}", "tags": [word]}
        | {"drafts": [], "published": [], "comments": []}
        for number in range(CLIENTS)
    ]

    def work(api, number, rng):
        action = rng.choices([write, say_something, look], [3, 2, 5])[0]
        return action(api, desks[number], rng.choice(posts), rng)

    sent = load(crowd, measures, work, clients=CLIENTS)
    client = people.client()  # one that was made before has used up its time
    every_post_is_there(client, desks, posts[0])
    every_comment_is_there(client, desks, posts)
    whole(sent)


# --- what a client does -----------------------------------------------------------------------------------------------
def write(api, desk, _post, _rng):
    """A new draft; the next time it is published."""
    if desk["drafts"]:
        draft = desk["drafts"].pop()
        reply = done(api.post(f"{of(draft)}/publish", headers=desk["headers"]), 200)
        desk["published"].append(reply.json())
        return reply
    title = f"{desk['name']} {len(desk['published'])}"
    sent = {"title": title, "body": title, "tags": desk["tags"]}
    reply = done(api.post(POSTS, json=sent, headers=desk["headers"]), 201)
    desk["drafts"].append(reply.json())
    return reply


def say_something(api, desk, post, _rng):
    body = f"{desk['name']} {len(desk['comments'])}"
    reply = done(api.post(f"{of(post)}/comments", json={"body": body}, headers=desk["headers"]), 201)
    desk["comments"].append((of(post), str(reply.json()["id"]), body))
    return reply


def look(api, desk, post, rng):
    tagged = {"tag": desk["tags"][0], "limit": 5}
    path, params = rng.choice([(POSTS, {"limit": 10}), (POSTS, tagged), (of(post), {}), ("/tags", {}), ("/me", {})])
    return done(api.get(path, params=params, headers=desk["headers"]), 200)


def done(reply, status):
    """The answer. Raises Miss where it has another status."""
    if reply.status_code >= 500:
        raise Miss("no 5xx, however many ask at the same time", str(reply.status_code))
    return expect(reply, status)


# --- what must be there afterwards ------------------------------------------------------------------------------------
def every_post_is_there(client, desks, last):
    each_once([post for desk in desks for post in desk["published"]], walk(client, last["slug"], limit=100))
    for desk in desks:
        for post in desk["drafts"]:
            assert expect(client.get(of(post), headers=desk["headers"]), 200).json() == shown(post)


def every_comment_is_there(client, desks, posts):
    made = [one for desk in desks for one in desk["comments"]]
    found = {}
    for post in posts:
        for one in objects(client, f"{of(post)}/comments"):
            found[of(post), str(one.get("id"))] = one.get("body")
    lost = [body for post, comment_id, body in made if found.get((post, comment_id)) != body]
    if lost:
        raise Miss(f"{len(made)} comments as they were made", f"{len(lost)} are not there, such as {say(lost[0])}")
