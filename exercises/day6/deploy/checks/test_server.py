from grader.checks.runtimes import package_of
from grader.checks.serving import PRODUCTION, betrayed, develops, is_node, named
from grader.checks.values import Miss


def scripts(project):
    """package.json's."""
    return dict(package_of(project.text("package.json")).scripts) if "package.json" in project.paths() else {}


def test_is_not_the_development_server(app, api, project, logs):
    """The production command starts no development server, and nothing that watches files."""
    command = app.production().command
    if found := develops(command, scripts(project)):
        raise Miss("a command for production", f"`{found}`, which is for developing")
    mark = logs.mark()
    app.restart(production=True)
    server = api.get("/health").headers.get("Server", "")
    if found := betrayed(server, logs.since(mark)):
        raise Miss("a server for production", found)


def test_is_a_production_server(app, api, project):
    """It is one of gunicorn, uvicorn, hypercorn, uWSGI, Daphne, Granian, waitress; for Express it is Node."""
    command = app.production().command
    app.restart(production=True)
    server = api.get("/health").headers.get("Server", "")
    if project.track() == "express":
        if not is_node(command, scripts(project)):
            raise Miss("a command that starts Node", f"`{command}`")
    elif not named(command, server, project.text, project.paths()):
        raise Miss(f"one of {', '.join(PRODUCTION)}", f"`{command}`")
