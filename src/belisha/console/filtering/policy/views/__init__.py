"""The pages of the policy. What they change goes into a draft of a change, never into the policy."""
