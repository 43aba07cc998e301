class Users:
    def __init__(self, ids):
        self._ids = ids
        self._users = {}

    def all(self):
        return list(self._users.values())

    def add(self, name, email):
        user = {"id": next(self._ids), "name": name, "email": email}
        self._users[user["id"]] = user
        return user
