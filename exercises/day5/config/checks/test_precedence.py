from grader.checks.tickets import NO_FILE, most_on_a_page


def dotenv(size):
    """A .env with one setting, a comment, and a blank line."""
    return {".env": f"# for my own machine\n\nMAX_PAGE_SIZE={size}\n"}


def test_read(api, app, fake):
    """What stands in .env is in force after the next start."""
    size = fake.integer(25, 95)
    app.restart(files=dotenv(size))
    most_on_a_page(api, size)


def test_environment_wins(api, app, fake):
    """A real environment variable wins over the line in .env."""
    real, written = fake.sample(range(25, 95), 2)
    app.restart({"MAX_PAGE_SIZE": str(real)}, dotenv(written))
    most_on_a_page(api, real)


def test_without(api, app):
    """Without a .env it starts all the same, and defaults are in force."""
    app.restart(files=NO_FILE)
    most_on_a_page(api, 100)
