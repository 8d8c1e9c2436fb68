"""Words of the house for readers of other languages: names read again, days and times as they are said."""
import re

import pytz
from babel.dates import format_skeleton

from odoo.tools import babel_locale_parse, format_date, format_datetime, format_time, formatLang
from odoo.tools.misc import posix_to_ldml

# Day as a message or a page says it, for messages paid by their length, and in the week that is looked at.
FULL_DAY, BRIEF_DAY, NEAR_DAY = 'yMMMEd', 'MMMd', 'MMMEd'


def say_day(env, moment, tz, skeleton=FULL_DAY):
    """The day of ``moment`` (naive UTC) by the clock ``tz``, in the order and words of the reader's language."""
    local = pytz.utc.localize(moment).astimezone(tz)
    return use_plain_spaces(format_skeleton(skeleton, local, locale=babel_locale_parse(env.lang)))


def say_month(env, day):
    """The month of ``day`` as the reader's language says it: November 2026, 2026年11月."""
    return use_plain_spaces(format_skeleton('yMMMM', day, locale=babel_locale_parse(env.lang)))


def say_clock(env, moment, tz):
    """The time of ``moment`` alone."""
    return use_plain_spaces(format_time(env, moment, tz=tz.zone, time_format='short', lang_code=env.lang or 'en_US'))


def say_time(env, moment, tz, skeleton=FULL_DAY):
    """Day and time of ``moment``: the one way in which mails, messages, customer's pages and slots tell them."""
    return f'{say_day(env, moment, tz, skeleton)} {say_clock(env, moment, tz)}' if moment else ''


def say_stamp(env, moment, tz):
    """``moment`` in figures, as fields of lists and papers show it: lists, papers and sentences read alike.

    :param tz: the clock it is told by; None: the reader's
    """
    if not moment:
        return ''
    lang = env['res.lang']._get_data(code=env.lang or 'en_US')
    pattern = posix_to_ldml(f'{lang.date_format} {lang.time_format}', babel_locale_parse(lang.code))
    # Who has no language reads English: core would say morning and afternoon in the company's.
    pattern = pattern.replace(':ss', '').replace(' ss', '')
    return format_datetime(env, moment, tz=tz and tz.zone, dt_format=pattern, lang_code=lang.code)


def say_unit(uom):
    """The unit as the trade says it: a part is a piece."""
    # sudo: the id of a record that everybody may read
    pieces = uom.env['ir.model.data'].sudo()._xmlid_to_res_id('uom.product_uom_unit')
    return uom.env._("pcs") if uom.id == pieces else uom.name or ''


def use_plain_spaces(text):
    """One sign beyond the alphabet of short messages, and each of them is two."""
    return re.sub(r'\s', ' ', text)


def read_again(text, source, get_text=lambda record: record.name):
    """``text`` in the language of ``source``, as long as it still is, to the letter, what ``source`` says in some language.

    Names of operations, menus and goods are copied into documents, where people may write them anew. What nobody
    changed is said in the reader's words; what somebody wrote stays as it was written.

    :param source: the record the text was copied from; may be empty
    :param get_text: what was copied of it
    :return: the text in the words of the reader, or None when it was not copied from ``source`` as it is
    """
    if not source or not text:
        return None
    own = get_text(source)
    if own == text:
        return own
    languages = [code for code, __ in source.env['res.lang'].get_installed() if code != source.env.lang]
    if any(get_text(source.with_context(lang=code)) == text for code in languages):
        return own
    return None


def say_field(record, name, tz=None):
    """What a field of a record says, in the words of its reader's language; nothing where it says nothing.

    :param tz: the clock that moments are told by; None: the reader's
    """
    field, value = record._fields[name], record[name]
    if value is False or value is None:
        return ''
    if field.relational:
        return ", ".join(value.mapped('display_name'))
    match field.type:
        case 'boolean':
            return record.env._("yes")
        case 'selection':
            return dict(field._description_selection(record.env)).get(value, '')
        case 'datetime':
            return say_stamp(record.env, value, tz)
        case 'date':
            return format_date(record.env, value)
        case 'float' | 'monetary':
            return formatLang(record.env, value)
    return str(value)
