"""The one polite way in which readnext asks web services.

- **`Client`** asks, waits and asks again; one a service.
- **`Policy`** says how often, how long, how much, and where redirects may lead;
  whether all processes take turns, and whether answers are kept.
- **`Response`** is an answer that came whole.

`asking` insists, `turns` and `gate` wait, `kept` remembers, `transport` and
`unpacking` talk to one server.

Underneath is urllib3: no cookies, no login files, no redirects that we did not
choose, and a body cut short is an error. Proxies come from the environment
(``HTTPS_PROXY``, ``NO_PROXY``), and so do certificates (``SSL_CERT_FILE``,
``SSL_CERT_DIR``, ``REQUESTS_CA_BUNDLE``).
"""

from __future__ import annotations

from readnext_adapters.http.client import Client
from readnext_adapters.http.policy import Policy
from readnext_adapters.http.response import Response

__all__ = ["Client", "Policy", "Response"]
