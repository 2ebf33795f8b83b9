"""What people fetch from the gateway itself: proxy settings, certificate, and the forms to ask, to tell and to report.

`create_app(settings)` is the WSGI application; `python -m belisha.gateway.portal HOME` serves it.
"""

from belisha.gateway.portal.app import create_app

__all__ = ["create_app"]
