"""All addresses of the product."""

from django.urls import URLPattern, path

from povertyapp import views

urlpatterns: list[URLPattern] = [
    path("healthz", views.healthz, name="healthz"),
]
