"""What happened: every request the gateway finished, from Squid's journal to Parquet, questions, reports and retention.

An event is one request, one line of the journal, one row of a part. It is known by gateway, segment and byte offset.
"""
