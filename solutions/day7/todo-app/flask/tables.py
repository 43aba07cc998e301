"""The tables of todos, and which of them a user may see, edit, or do everything with."""

from datetime import date
from typing import Any

from flask import abort, g
from sqlalchemy import ColumnElement, Date, ForeignKey, Select, String, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from db import Base
from users import User


class Tag(Base):
    __tablename__ = "todo_tags"

    todo_id: Mapped[int] = mapped_column(ForeignKey("todos.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(30), primary_key=True, index=True)
    place: Mapped[int]

    __table_args__ = {**Base.__table_args__, "sqlite_autoincrement": False}  # its key is no single number


class Share(Base):
    __tablename__ = "todo_shares"

    todo_id: Mapped[int] = mapped_column(ForeignKey("todos.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    can_edit: Mapped[bool]

    __table_args__ = {**Base.__table_args__, "sqlite_autoincrement": False}


class Todo(Base):
    __tablename__ = "todos"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    completed: Mapped[bool] = mapped_column(default=False)
    due: Mapped[date | None] = mapped_column(Date)
    position: Mapped[int]
    tags: Mapped[list[Tag]] = relationship(order_by=Tag.place, cascade="all, delete-orphan", lazy="selectin")
    shares: Mapped[list[Share]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    def set(self, fields: dict[str, Any]) -> None:
        """Changes the fields that are named."""
        for name, value in fields.items():
            if name == "tags":
                old = {tag.name: tag for tag in self.tags}
                self.tags = [old.get(word) or Tag(name=word) for word in value]
                for place, tag in enumerate(self.tags):
                    tag.place = place
            else:
                setattr(self, name, value)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "completed": self.completed,
            "due": self.due and self.due.isoformat(),
            "tags": [tag.name for tag in sorted(self.tags, key=lambda tag: tag.place)],
            "position": self.position,
        }


# --- who may do what --------------------------------------------------------------------------------------------------
def visible() -> ColumnElement[bool]:
    """Which todos the user sees: their own, and what is shared with them."""
    return (Todo.owner_id == g.user.id) | Todo.shares.any(Share.user_id == g.user.id)


def find(session: Session, todo_id: int) -> Todo:
    """404 where there is no such todo, or none that is to be seen: whether there is one is nobody else's business."""
    todo = session.scalar(select(Todo).where(Todo.id == todo_id, visible()))
    if todo is None:
        abort(404, f"there is no todo {todo_id}")
    return todo


def find_own(session: Session, todo_id: int) -> Todo:
    """As find(); 403 where it is somebody else's."""
    todo = find(session, todo_id)
    if todo.owner_id != g.user.id:
        abort(403, "only its owner may do this")
    return todo


def find_to_edit(session: Session, todo_id: int) -> Todo:
    """As find(); 403 where the user may only look at it."""
    todo = find(session, todo_id)
    if todo.owner_id != g.user.id:
        share = session.get(Share, (todo.id, g.user.id))
        if share is None or not share.can_edit:
            abort(403, "you may look at this todo, but not edit it")
    return todo


# --- the order --------------------------------------------------------------------------------------------------------
def hold_order(session: Session) -> None:
    """Whoever is to read and change positions says so first: all others who do, for the same user, wait here until the
    transaction ends. It must be the first statement of the transaction, so that what is read afterwards is new.
    """
    session.execute(update(User).where(User.id == g.user.id).values(list_version=User.list_version + 1))


def own() -> Select[tuple[Todo]]:
    return select(Todo).where(Todo.owner_id == g.user.id)


def last_position(session: Session) -> int:
    return session.scalar(select(func.max(Todo.position)).where(Todo.owner_id == g.user.id)) or 0
