"""The filter, run by the school: what is open for whom, who may change it, and proof that it works.

Sub-packages, each with the files of an app: `policy` (profiles, site rules), `changes` (change control), `asks`
(requests and reports), `proof` (probes, why), `coverage`, `lists`, `gateways`, `remote`. Models are in one folder.
"""
