"""A port of this machine's loopback for a server that is reached in another way: a unix socket, a relay, another port.

`ports` claims the port, `forwarder` accepts connections and makes one to the server for each, `joining` copies between
the two.
"""

from grader.forwarding.forwarder import Forwarder
from grader.forwarding.ports import claim

__all__ = ["Forwarder", "claim"]
