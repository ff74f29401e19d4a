"""The pages of follow-up actions: the list, one action with what can be done with it, proposing one."""
