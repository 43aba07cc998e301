"""/todos: a todo is {"title", "completed", "order", "url"}, as the Todo-Backend specification has it.

    completed   true or false; false at first
    order       a whole number, for clients that sort; null where the client gave none
    url         the todo's whole address, such as http://127.0.0.1:8080/todos/7

A todo's title is a text that is not empty; it is up to you how long it may be.
"""

from flask import Blueprint, Response, request

from web import not_yet

bp = Blueprint("todos", __name__, url_prefix="/todos")

# TODO todos.persist: todos live in the database, as notes do. They need a table of their own.
#   A column may be called `order`: SQLAlchemy puts it in quotes, because ORDER is a word of SQL.


@bp.after_app_request
def allow_other_origins(response: Response) -> Response:
    """Called with every answer of the whole app, before it is sent. Errors pass here too."""
    if request.path == "/todos" or request.path.startswith("/todos/"):
        # TODO todos.cors: pages of any origin may use the todos. The browser asks first, with OPTIONS (which Flask
        #   answers by itself), and looks for three headers in the answer:
        #   response.headers["Access-Control-Allow-Origin"], -Allow-Methods and -Allow-Headers. What belongs in them?
        pass
    return response


@bp.get("")
def list_todos():
    """All todos."""
    # TODO todos.list: answer 200 with a JSON array.
    return not_yet()


@bp.post("")
def create_todo():
    """A new todo from a title, and an order if there is one."""
    # TODO todos.create: answer 201 with the todo. url_for("todos.get_todo", todo_id=…, _external=True) makes its url.
    return not_yet()


@bp.delete("")
def delete_todos():
    """Forgets all todos."""
    # TODO todos.delete: answer 204.
    return not_yet()


@bp.get("/<id:todo_id>")
def get_todo(todo_id: int):
    """One todo. 404 where there is none."""
    # TODO todos.create: answer 200 with the todo.
    return not_yet()


@bp.patch("/<id:todo_id>")
def change_todo(todo_id: int):
    """The todo with some fields changed: title, completed, order, any of them."""
    # TODO todos.change: answer 200 with the whole todo.
    return not_yet()


@bp.delete("/<id:todo_id>")
def delete_todo(todo_id: int):
    """Forgets the todo. 404 where there is none."""
    # TODO todos.delete: answer 204. After that, a GET is 404.
    return not_yet()
