"""The sentences of the online-safety policy: data/ holds them, each bound to the duties that it states.

house.py reads them; registry.py knows the parameters that they are filled with, parameters.py declares those of access;
declared.py and differences.yaml hold the points on which schools' policies differ; queries.py composes a version.
"""
