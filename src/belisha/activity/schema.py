"""The columns of a part, as Parquet holds them. Apart from events.py, because Arrow takes long to load."""

from datetime import datetime
from typing import Final

import msgspec
import pyarrow as pa

from belisha.activity.events import Event

# Arrow's usual pool hands memory back after each batch, and the kernel clears it anew for the next: a fifth of the time
pa.set_memory_pool(pa.system_memory_pool())

WORD: Final = pa.dictionary(pa.int32(), pa.string())
"""Text that repeats, so that it is decoded once for each distinct value."""

_KINDS = {str: WORD, int: pa.int64(), datetime: pa.timestamp("ms", "UTC")}

SCHEMA: Final = pa.schema(
    [pa.field(field.name, _KINDS[field.type], nullable=False) for field in msgspec.structs.fields(Event)]
)
"""The columns, in the order of an event's fields."""
