"""Pages of API lists: by cursor, so page one thousand costs what page one costs."""

from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    """50 rows a page, up to 200; `next` and `previous` are addresses."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "pk"


class PagesByPlace(Pages):
    """Households stand by village and commune."""

    ordering = "place_key"
