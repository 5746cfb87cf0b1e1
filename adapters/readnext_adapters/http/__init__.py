"""The HTTP client with which readnext queries web services.

- **`Client`** sends requests to one service, with retries and rate limits.
- **`Policy`** sets timeouts, retries, size limits, allowed redirects, the rate limit
  across processes, and caching.
- **`Response`** is a complete response.

`retry` and `backoff` repeat a request, `throttle` and `rate_limit` space requests,
`cache` stores responses, `transport` and `gzip` exchange one request and response.

It is built on urllib3: no cookies, no .netrc, no redirects to hosts that are not
allowed, and a truncated body is an error. Proxies come from the environment
(``HTTPS_PROXY``, ``NO_PROXY``), and so do certificates (``SSL_CERT_FILE``,
``SSL_CERT_DIR``, ``REQUESTS_CA_BUNDLE``).
"""

from __future__ import annotations

from readnext_adapters.http.client import Client
from readnext_adapters.http.policy import Policy
from readnext_adapters.http.response import Response

__all__ = ["Client", "Policy", "Response"]
