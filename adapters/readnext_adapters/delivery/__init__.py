"""Ways to deliver a message: an SMTP server, a program, a file.

A way is a class with the method of `readnext.history.outbox.Send`: one attempt, that
says exactly whether the message was taken (it returns), was not (DeliveryError) or may
have been (DoubtfulError).
"""
