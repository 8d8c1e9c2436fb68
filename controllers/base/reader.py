"""What a public page or a tablet sends, read once for all controllers: never more than was asked for, never an error.

A field of a form may hold a file, JSON brings lists, dicts and numbers where text is meant, and whoever likes sends
ten thousand characters. Whatever is not of the kind that is read counts as nothing entered.
"""
import base64
import math
from datetime import timedelta

from odoo import fields

from odoo.addons.aftersales.models.base import inputs
from odoo.addons.aftersales.models.base.base import PHOTO, SIGNATURE

LONGEST_TOKEN = 200
HIGHEST_ID = 2 ** 31 - 1
# How far from now a customer's day lies at most.
FARTHEST = timedelta(days=3660)


def read_text(value, size):
    """Lines of text of at most ``size`` characters."""
    return inputs.clean_text(value)[:size].strip() if isinstance(value, str) else ''


def read_line(value, size):
    """One line of text of at most ``size`` characters."""
    return inputs.clean_line(value)[:size].strip() if isinstance(value, str) else ''


def read_token(value):
    """A key as links carry them: plain letters, or nothing."""
    is_key = isinstance(value, str) and len(value) <= LONGEST_TOKEN and value.isascii() and value.isprintable()
    return value if is_key else ''


def read_number(value, low=0, high=HIGHEST_ID):
    """A whole number from ``low`` to ``high``; ``low`` for what is none."""
    if isinstance(value, float) and math.isfinite(value):
        value = int(value)
    if isinstance(value, str) and len(value) <= 20:
        try:
            value = int(value)
        except ValueError:
            return low
    if not isinstance(value, int) or isinstance(value, bool):
        return low
    return min(max(value, low), high)


def read_id(value):
    """The id of a record, or 0."""
    number = read_number(value, low=0, high=HIGHEST_ID + 1)
    return number if number <= HIGHEST_ID else 0


def read_ids(value, most):
    """At most ``most`` ids of records; a single one may come without a list."""
    values = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(filter(None, map(read_id, values[:most]))))


def read_flag(value):
    """Whether a box is ticked."""
    return value is True or value == 1 or (isinstance(value, str) and value not in ('', '0', 'false'))


def read_choice(value, choices):
    """One of ``choices``, or None."""
    return value if isinstance(value, str) and value in choices else None


def read_moment(value):
    """A naive UTC datetime not too far from now, or None."""
    if not isinstance(value, str) or len(value) > 30:
        return None
    try:
        moment = fields.Datetime.to_datetime(value)
    except (ValueError, OverflowError):
        return None
    now = fields.Datetime.now()
    return moment if moment and now - FARTHEST <= moment <= now + FARTHEST else None


def read_signature(value):
    """A drawing as PNG in base64, from the data URI of a canvas; or None."""
    prefix = 'data:image/png;base64,'
    if not isinstance(value, str) or not value.startswith(prefix) or len(value) > SIGNATURE['longest'] * 4 // 3 + 100:
        return None
    try:
        inputs.read_image(inputs.decode_base64(value.removeprefix(prefix)), **SIGNATURE)
    except ValueError:
        return None
    return value.removeprefix(prefix)


def read_photo(file):
    """A photo of a form as base64; None for what is none."""
    if not hasattr(file, 'read'):
        return None
    content = file.read(PHOTO['longest'] + 1)
    try:
        inputs.read_image(content, **PHOTO)
    except ValueError:
        return None
    return base64.b64encode(content)
