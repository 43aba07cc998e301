"""The table of the users, and what others may see of one."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db import Base


class User(Base):
    __tablename__ = "users"

    # TODO accounts.duplicate: no two users may have the same e-mail. Two requests can come at the same time, so only
    #   the database can hold that: mapped_column(…, unique=True). And Ada@Example.com is ada@example.com.
    # TODO login-flow.change-password: after a change, all tokens from before are worthless. A number here that grows by
    #   one with each change, and stands in each token, is a way to tell them.
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(255))
    is_admin: Mapped[bool] = mapped_column(default=False)

    def as_json(self) -> dict[str, Any]:
        """Field by field, so that the hash can't slip out."""
        return {"id": self.id, "email": self.email, "name": self.name}
