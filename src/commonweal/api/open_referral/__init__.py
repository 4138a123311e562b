"""Open Referral UK 3.0, at ``/open-referral/``: services as other directories read them.

The standard asks that a field without a value is left out, so bodies are built by hand
(``bodies``) and not by a serialiser that would write nulls.
"""
