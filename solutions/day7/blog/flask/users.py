"""The table of the users, and what there is to see of one."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db import Base


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # in lower case
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(255))

    def as_json(self) -> dict[str, Any]:
        """For this user alone. Field by field, so that the hash can't slip out."""
        return {"id": self.id, "email": self.email, "name": self.name}

    def as_author(self) -> dict[str, Any]:
        """For everybody: no e-mail."""
        return {"id": self.id, "name": self.name}
