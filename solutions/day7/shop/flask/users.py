"""The table of the users, and what others may see of one."""

from typing import Any

from sqlalchemy import String, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from db import Base


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # in lower case
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(255))
    is_admin: Mapped[bool] = mapped_column(default=False)

    def as_json(self) -> dict[str, Any]:
        """Field by field, so that the hash can't slip out."""
        return {"id": self.id, "email": self.email, "name": self.name}


def one_at_a_time(session: Session, user_id: int) -> None:
    """Until the end of this transaction, whoever calls this for the same user has to wait.

    The write changes nothing, but it locks the row (in SQLite, the whole file). As a transaction's first statement it
    also keeps SQLite from refusing a later write with "database is locked", which it does to who has read before.
    """
    session.execute(update(User).where(User.id == user_id).values(name=User.name))
