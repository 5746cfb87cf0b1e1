"""Mail that lists papers: alerts, daily listings and contents of journals.

`messages` is the format; each other module reads one kind of mail.
"""
