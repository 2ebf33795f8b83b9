"""Gateways: how they join, what they run, what they are sent."""
