"""How ids look in an address."""


class IdConverter:
    """`<id:user_id>` in an address: a whole number of at most nine digits, so that every database's integers can hold
    it. Anything else is 404. (<int:…> would take a hundred digits.)
    """

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)
