from typing import NamedTuple

from odoo.models import BaseModel


class PartsBook(NamedTuple):
    """An operation type by which parts leave a warehouse, kept in a field of it."""

    letters: str  # of its numbers and its barcode
    name: str
    sequence_name: str
    location: BaseModel  # where it leads from
    has_receipts: bool = True  # whether what comes back is received as what is bought
