"""The mails of the house, about no event."""

from django.utils.translation import gettext_lazy as _

from dissemination.messaging.placeholders import Mail, Placeholder

OF_THE_HOUSE = {
    "account/login_code": Mail(
        _("Sign-in code"),
        _("somebody asks to sign in"),
        (Placeholder("code", _("the code"), _("ABCD-EFGH"), _("ABCD-EFGH")),),
        needed=("code",),
        is_of_house=True,
    ),
    "account/unknown_account": Mail(
        _("Unknown address"), _("somebody asks to sign in by an address nobody has"), (), is_of_house=True
    ),
}  # fmt: skip
