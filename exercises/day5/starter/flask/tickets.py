"""/tickets: the tickets of a help desk. It works; two lines are yours to change."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, request, url_for
from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from db import Base, now, open_session
from rules import Invalid, choice_rule, email_rule, obey, text_rule, watchers_rule, whole_rule
from web import read_object

bp = Blueprint("tickets", __name__, url_prefix="/tickets")


class Watcher(Base):
    __tablename__ = "watchers"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))


class Ticket(Base):
    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    priority: Mapped[int]
    status: Mapped[str] = mapped_column(String(6))
    reporter_email: Mapped[str] = mapped_column(String(254), index=True)
    created_at: Mapped[datetime]
    watchers: Mapped[list[Watcher]] = relationship(order_by=Watcher.id, cascade="all, delete-orphan")

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "priority": self.priority,
            "status": self.status,
            "reporter_email": self.reporter_email,
            "watchers": [{"email": watcher.email} for watcher in self.watchers],
        }


NEW = {"title": None, "priority": 3, "reporter_email": None, "watchers": []}  # what is absent is this
RULES = {
    "title": text_rule(1, 200),
    "priority": whole_rule(1, 5),
    "reporter_email": email_rule,
    "watchers": watchers_rule,
}
CHANGES = RULES | {"status": choice_rule("open", "closed")}


@bp.get("")
def list_tickets():
    page = read_number("page", 1, 10**6)
    # TODO config.change: the largest per_page is the setting MAX_PAGE_SIZE. And 20 may be more than that.
    per_page = read_number("per_page", 20, 100)
    query = select(Ticket).order_by(Ticket.id).limit(per_page).offset((page - 1) * per_page)
    with open_session() as session:
        found = session.scalars(query.options(selectinload(Ticket.watchers)))
        total = session.scalar(select(func.count(Ticket.id)))
        return {"items": [ticket.as_json() for ticket in found], "total": total}


@bp.post("")
def create_ticket():
    fields = obey(RULES, NEW | read_object())
    watchers = [Watcher(**watcher) for watcher in fields.pop("watchers")]
    with open_session.begin() as session:
        ticket = Ticket(**fields, status="open", created_at=now(), watchers=watchers)
        session.add(ticket)
        session.flush()  # sends the INSERT, so that the ticket gets its id
        return ticket.as_json(), 201, {"Location": url_for("tickets.get_ticket", ticket_id=ticket.id)}


@bp.get("/<id:ticket_id>")
def get_ticket(ticket_id: int):
    with open_session() as session:
        return find(session, ticket_id).as_json()


@bp.patch("/<id:ticket_id>")
def change_ticket(ticket_id: int):
    fields = obey(CHANGES, read_object())
    if "watchers" in fields:
        fields["watchers"] = [Watcher(**watcher) for watcher in fields["watchers"]]
    with open_session.begin() as session:
        ticket = find(session, ticket_id, lock=True)
        for name, value in fields.items():
            setattr(ticket, name, value)
        session.flush()
        changed = ticket.as_json()
    # TODO mail.sent: if it was open and is closed now, mails.tell_closed(changed). Here, after the block: what the mail
    #   says is stored by now.
    return changed


@bp.delete("/<id:ticket_id>")
def delete_ticket(ticket_id: int):
    with open_session.begin() as session:
        session.delete(find(session, ticket_id))
    return "", 204


def find(session: Session, ticket_id: int, *, lock: bool = False) -> Ticket:
    """The ticket, or 404. With `lock`, whoever else wants to change it waits until this transaction is over."""
    ticket = session.get(Ticket, ticket_id, with_for_update=lock or None)
    if ticket is None:
        abort(404, f"there is no ticket {ticket_id}")
    return ticket


def read_number(name: str, absent: int, most: int) -> int:
    """A whole number from 1 in the query."""
    try:
        number = int(request.args.get(name, absent))
    except ValueError:
        number = 0
    if not 1 <= number <= most:
        raise Invalid({name: f"must be a whole number from 1 to {most}"})
    return number
