"""The sample: one project, three events, nobody real but the speakers of the post."""
