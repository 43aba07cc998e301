from grader.checks.notes import NOTES, listed, missing, note, read, read_note, shown, unique
from grader.checks.rest import address, make
from grader.checks.values import Miss, same, say

CLIENTS = 20
TURNS = 25  # of four requests each


def test_twenty_at_once(api, fake, app, crowd):
    """20 clients send 100 requests each at the same time: every one is answered, and no note is lost."""
    everything = [[note(fake) for _ in range(TURNS)] for _ in range(CLIENTS)]

    def client(api, number):
        made = []
        for sent in everything[number]:
            made += make(api, NOTES, sent)
            for one in (made[-1], made[len(made) // 2]):
                if not same(came := read_note(api, one), shown(one)):
                    raise Miss(say(shown(one)), say(came))
            read(api, f"{NOTES}?q={sent['title'].replace(' ', '+')}")
        return made

    made = [one for mine in crowd.run(CLIENTS, client) for one in mine]
    unique(made)
    missing(made, listed(api))
    if not app.fresh:  # somebody's own server: leave it as it was
        for one in made:
            api.delete(address(NOTES, one["id"]))
