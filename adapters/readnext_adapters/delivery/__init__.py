"""Delivery of a message: by an SMTP server, a program or a file.

What delivers is a class with the method of `readnext.digest.outbox.Send`: one attempt,
that says exactly whether the message was accepted (it returns), was not (DeliveryError)
or may have been (UnknownDeliveryError).
"""
