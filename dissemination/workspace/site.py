"""The organiser's AdminSite."""

from django.contrib import admin


class OrganiserSite(admin.AdminSite):
    """Opens on "my events"; signs in through the product's own sign-in."""
