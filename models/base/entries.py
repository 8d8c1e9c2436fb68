"""What rooms contribute to each other's screens, prints and pages, as typed entries.

A room yields entries by ``super()`` in a hook (``_get_alerts``, ``_collect_portal_papers``, ``_get_dues``,
``_get_open_points``, ``_get_next_steps``, ``_get_card_actions`` …), the screen shows what it collects: a new room
touches no file of another.
"""
from typing import Any, NamedTuple


def plain(values):
    """An entry, or a dict, as the client gets it: what is empty is left out.

    :rtype: dict
    """
    values = values if isinstance(values, dict) else values._asdict()
    return {name: value for name, value in values.items() if value}


class Alert(NamedTuple):
    """What must be known at booking and check-in."""

    level: str  # info, warning or danger, as Bootstrap's colours
    message: str
    action: str = ''  # public method of the order that opens what it speaks of


class Tally(NamedTuple):
    """A number on a screen and the list behind it: what is counted is what a click opens."""

    sequence: int
    key: str
    section: str  # now (in the house), wrong (went wrong today) or wait (waits for somebody)
    label: str
    action: str  # XML id of the ir.actions.act_window whose views show the records
    domain: list  # of that action's model: plain values, as it goes to the client
    level: str = ''  # success, info, warning or danger, as Bootstrap's colours, where there is one at least
    text: str = ''  # what is shown instead of their number: a share, an amount


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


class NextStep(NamedTuple):
    """What should be done next with an order; of all that rooms propose, the lowest sequence is shown."""

    sequence: int
    name: str  # public method of the order
    label: str


class CardAction(NamedTuple):
    """What the user may do with a job now, on its card of the order sheet."""

    name: str  # public method of the job
    label: str
    icon: str = ''
    is_primary: bool = False
    confirm: str = ''


class Hint(NamedTuple):
    """What should be known of a job or a line, beside it on the order sheet."""

    level: str  # info, success, warning or danger, as Bootstrap's colours
    message: str
    name: str = ''  # public method of the job or the line that opens what it speaks of
    label: str = ''  # what the button of that method says


class Offer(NamedTuple):
    """Work that was found or declined before, or the maker asks for, and can be added to an order in one click."""

    kind: str
    id: int
    name: str
    level: str
    note: str
    amount: float
    again: bool = False  # whether the customer was offered it before
