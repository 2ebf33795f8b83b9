"""Monitoring: alerts, looks at internet use, and the digests that somebody signs.

alerts/  what the record of activity found about somebody, until a person has dealt with it
use/     looks at internet use with a purpose, reports of it, weekly ones with readers
digests/ the weekly digest of the safeguarding lead, the daily page of the technician, the notice to users
"""
