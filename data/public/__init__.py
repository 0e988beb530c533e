"""The public edition's only door to data: it reads a published product and knows nothing of the room."""

from data.public.service import NotPublishedError, PublicService
from data.settings import product_dir_from_environment

__all__ = ["NotPublishedError", "PublicService", "open_public"]


def open_public() -> PublicService:
    """The product whose folder the environment names."""
    return PublicService(product_dir_from_environment())
