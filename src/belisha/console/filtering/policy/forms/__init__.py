"""The forms of the policy's pages. Each makes edits for a change; none makes a change itself."""
