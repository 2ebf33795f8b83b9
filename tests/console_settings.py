"""The console's settings for tests: a data folder that is thrown away, and hashes that cost little."""

import atexit
import os
import shutil
import tempfile
from unittest import mock

_home = tempfile.mkdtemp(prefix="belisha-console-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
with mock.patch.dict(os.environ, BELISHA_HOME=_home):
    from belisha.console.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["cheap_hasher.CheapArgon2"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
# pages' styles and scripts come straight from the sources: nothing is collected for tests
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
