"""Is everything seen that should be? A dead-man's switch: silence, strangers, old settings are gaps with a reason."""
