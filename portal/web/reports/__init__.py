"""The pages of incident reports: the sheet in its twelve fields, its versions, and how one is written and issued."""
