"""The product's addresses, and the naive page."""

from django.urls import path

from benchmarks import naive
from hsb.urls import handler403, handler404, handler500
from hsb.urls import urlpatterns as of_the_product

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*of_the_product, path("naive/cases/", naive.cases)]
