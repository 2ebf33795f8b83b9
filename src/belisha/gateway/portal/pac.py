"""The proxy auto-configuration file: what a device sends through the gateway, and the little that it does not.

There is no way past the gateway when it is down. A PAC file is advice to a device, though: what makes it a rule is the
school's firewall, which lets only the gateway out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from belisha.gateway.settings import Settings

__all__ = ["CONTENT_TYPE", "pac"]

CONTENT_TYPE = "application/x-ns-proxy-autoconfig"

# Looks at the host as it is written, and never asks a name server: that would be slow, and would tell names to others.
# Numbers are matched as whole addresses, so that "10.example.com" is not taken for a private one.
SCRIPT = """\
function FindProxyForURL(url, host) {
  var name = host.toLowerCase().replace(/^\\[|\\]$/g, "");
  var gateway = %(gateway)s;
  if (name === gateway || name === "localhost" || name === "::1") { return "DIRECT"; }
  // Printers, whiteboards and other things inside the school.
  if (name.indexOf(".") < 0 && name.indexOf(":") < 0) { return "DIRECT"; }
  if (/\\.local$/.test(name)) { return "DIRECT"; }
  if (/^(127|10)(\\.\\d{1,3}){3}$/.test(name)) { return "DIRECT"; }
  if (/^(192\\.168|169\\.254|172\\.(1[6-9]|2\\d|3[01]))(\\.\\d{1,3}){2}$/.test(name)) { return "DIRECT"; }
  if (/^(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(name)) { return "DIRECT"; }
  return %(proxy)s;
}
"""


def pac(settings: Settings) -> str:
    """The script, as JavaScript that every browser since 1996 reads."""
    host = f"[{settings.address}]" if ":" in settings.address else settings.address
    return SCRIPT % {
        "gateway": json.dumps(settings.address.lower()),
        "proxy": json.dumps(f"PROXY {host}:{settings.proxy_port}"),
    }
