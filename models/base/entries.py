"""What rooms contribute to each other's screens, prints and pages, as typed entries.

A room yields entries by ``super()`` in a hook (``_get_alerts``, ``_collect_portal_papers``, ``_get_dues``,
``_get_open_points``), the screen shows what it collects: a new room touches no file of another.
"""
from typing import Any, NamedTuple


class Alert(NamedTuple):
    """What must be known at booking and check-in."""

    level: str  # info, warning or danger, as Bootstrap's colours
    message: str


class Due(NamedTuple):
    """What is still to be paid of an order."""

    payer: Any  # res.partner
    note: str
    amount: float  # with taxes, in the order's currency


class OpenPoint(NamedTuple):
    """What keeps a car from leaving, and what to do about it."""

    order: Any  # aftersales.order
    message: str


class Paper(NamedTuple):
    """A print that a customer may fetch on his page."""

    sequence: int
    label: str
    report: str  # XML id of the ir.actions.report
    record: Any  # what it is printed of
