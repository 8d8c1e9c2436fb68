import datetime
import logging

import psycopg2
from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, formatLang, frozendict, sql

from odoo.addons.aftersales.models.base import inputs

_logger = logging.getLogger(__name__)

# What a number of ours may be where its field does not say (``bounds=(lowest, highest)``): more than any dealer
# enters, and small enough to be summed and multiplied to the cent.
BOUNDS = {'float': (-1e9, 1e9), 'monetary': (-1e12, 1e12), 'integer': (-2 ** 31, 2 ** 31 - 1)}
# What other modules count with: any number that is one.
FINITE = (-1e15, 1e15)
# Fields that say whose a document is.
OWNERS = frozenset({'company_id', 'warehouse_id'})
# Days that calendars, time zones and databases can all reckon with.
FIRST_YEAR, LAST_YEAR = 1900, 2999
# Characters of what people type where the field does not say (``max_length=``); a line is indexed and printed.
LONGEST = {'char': 300, 'text': 20_000}
# What a camera takes and browsers, prints and mails show; of a signature, what is drawn on a pad.
PHOTO = {'formats': ('PNG', 'JPEG', 'GIF', 'BMP'), 'longest': 20_000_000, 'pixels': 50_000_000}
SIGNATURE = {'formats': ('PNG',), 'longest': 1_000_000, 'pixels': 8_000_000}


class OneByOne(Exception):
    """Rows of a file that do not go in together: they are tried one by one."""


class FiniteNumbers(models.Constraint):
    """All floating-point columns of ours in a table, held within their bounds by the database, and bounded integers.

    PostgreSQL sorts NaN above infinity, so that BETWEEN refuses both.
    """

    def __init__(self, bounds):
        checks = ' AND '.join(f'"{name}" BETWEEN {low!r} AND {high!r}' for name, (low, high) in sorted(bounds.items()))
        super().__init__(f'CHECK ({checks})', lambda env, diagnostics: env._(
            "A number is too large, too small or no number at all. Check what was entered and what is worked out of it."))
        self.bounds = bounds
        self.name = 'finite_numbers'
        self._module = Base._module

    def apply_to_database(self, model):
        """What earlier versions let in is mended first: what is no possible number counts as nothing entered."""
        known = sql.constraint_definition(model.env.cr, model._table, self.full_name(model))
        if known != self.get_definition(model.pool):
            for name, bounds in self.bounds.items():
                self._mend(model, name, *bounds)
        super().apply_to_database(model)

    def _mend(self, model, name, low, high):
        column = SQL.identifier(name)
        mended = model.env.execute_query(SQL(
            "UPDATE %s SET %s = %s WHERE %s NOT BETWEEN %s AND %s RETURNING id",
            SQL.identifier(model._table), column, min(max(0, low), high), column, low, high))
        if mended:
            _logger.warning(
                "%s of %s was no possible number and is 0 now: %s", name, model._name, [row_id for row_id, in mended])


class Base(models.AbstractModel):
    """Whatever way a value comes (form, list, import, RPC, page), our fields take what makes sense in them.

    Numbers are finite and within bounds, days of our era, texts without what nobody sees. The rest is refused in a
    sentence that names field and record; for numbers that are bounded the database holds it, too.
    """

    _inherit = 'base'

    # Fields of other modules that our documents are made of, read like ours: but for their bounds, which are not ours.
    _read_like_ours = ()
    # Fields of ours by name that are checked; of each model of the registry, see _post_model_setup__.
    _input_fields = frozendict()
    _input_bounds = frozendict()

    def _valid_field_parameter(self, field, name):
        return name in ('bounds', 'max_length', 'is_signature') or super()._valid_field_parameter(field, name)

    def _post_model_setup__(self):
        super()._post_model_setup__()
        cls = type(self)
        ours = {name: field for name, field in self._fields.items() if Base._module in field._modules}
        days = {name: field for name, field in ours.items() if field.type in ('date', 'datetime')}  # computed ones, too
        ours = {name: field for name, field in ours.items() if field.store}
        others = {name: self._fields[name] for name in self._read_like_ours}
        cls._input_fields = frozendict({
            name: field for name, field in (others | days | ours).items()
            if field.type in READERS and (field.type != 'binary' or isinstance(field, fields.Image))})
        cls._input_bounds = frozendict({
            **{name: FINITE for name, field in others.items() if field.type in BOUNDS},
            **{name: _get_bounds(field) for name, field in ours.items() if field.type in BOUNDS},
        })
        columns = {
            name: bounds for name, bounds in cls._input_bounds.items()
            if name in ours and ours[name].column_type and not ours[name].company_dependent
            and (ours[name].type != 'integer' or getattr(ours[name], 'bounds', None))}
        if columns and self._auto and not self._abstract:
            constraint = FiniteNumbers(columns)
            cls._table_objects = frozendict({**cls._table_objects, constraint.full_name(cls): constraint})

    # === CRUD METHODS ===#

    @api.model
    def _add_missing_default_values(self, values):
        """Before anything is worked out of them; defaults that the caller's context brings are values, too."""
        values = super()._add_missing_default_values(values)
        return self._read_inputs(values) if self._input_fields else values

    def _create(self, data_list):
        """With what was worked out before there is a record."""
        if self._input_bounds:
            for data in data_list:
                for name in self._input_bounds.keys() & data['stored'].keys():
                    self._read_number_input(name, data['stored'][name])
        return super()._create(data_list)

    def write(self, vals):
        """Nobody puts a document of ours where he may not write: core asks only where it was before."""
        result = super().write(self._read_inputs(vals) if self._input_fields else vals)
        if not self.env.su and self._name.startswith('aftersales.') and not OWNERS.isdisjoint(vals):
            self.check_access('write')
        return result

    def _validate_fields(self, field_names, excluded_names=()):
        """Sums and products of numbers that are within bounds may still lie beyond."""
        field_names = set(field_names)  # core hands over an iterator, too, which is read once
        for name in self._input_bounds.keys() & field_names:
            cache = self._fields[name]._get_cache(self.env)
            for record in self:
                if record.id in cache:
                    self._check_bounds(name, cache[record.id] or 0, record)
        super()._validate_fields(field_names, excluded_names)

    # === ONCHANGE ===#

    def onchange(self, values, field_names, fields_spec):
        """What core cannot even put into the form is told like what cannot be saved."""
        try:
            return super().onchange(values, field_names, fields_spec)
        except (TypeError, ValueError, OverflowError):
            if self._input_fields:
                self._read_inputs(values)
            raise

    # === IMPORT ===#

    def _load_records_write(self, values):
        """A row that names its record by database id brings the id along as a value: it says which one, not what.

        The row itself keeps it: where rows are tried again one by one, it would else be taken for a new record.
        """
        return super()._load_records_write({name: value for name, value in values.items() if name != 'id'})

    def _load_records(self, data_list, update=False):
        """Rows of a file are refused in sentences, each for itself.

        Core tries all rows at once, then one by one; of an error of the first try it would tell at the first row,
        whichever it is about.
        """
        if not self._input_fields or not self.env.context.get('_import_current_module'):
            return super()._load_records(data_list, update)
        try:
            return super()._load_records(data_list, update)
        except UserError as error:
            if len(data_list) > 1:
                raise OneByOne from error
            raise
        except psycopg2.Error:
            raise
        except Exception as error:
            if len(data_list) > 1:
                raise
            _logger.info("A row of an import of %s was not understood", self._name, exc_info=True)
            raise UserError(self.env._(
                "This row was not understood: something in it is missing or of another kind than its column. "
                "Compare it with a row of an export.")) from error

    @api.model
    def _sql_error_to_message_generic(self, exc):
        if not self._input_fields or isinstance(exc, (errors.NotNullViolation, errors.ForeignKeyViolation)):
            return super()._sql_error_to_message_generic(exc)
        _logger.info("The database refused %s: %s", self._name, exc)
        if isinstance(exc, errors.UniqueViolation):
            return self.env._("Another %(model)s has the same already.", model=self._description)
        return self.env._("A value of %(model)s does not fit. Check what was entered.", model=self._description)

    # === BUSINESS METHODS ===#

    def _read_inputs(self, vals):
        """``vals`` as they may be kept.

        :raises ValidationError: naming the first field that cannot take its value
        """
        read = {
            name: READERS[self._input_fields[name].type](self, name, vals[name])
            for name in self._input_fields.keys() & vals.keys()
        }
        changed = {name: value for name, value in read.items() if value is not vals[name]}
        return {**vals, **changed} if changed else vals

    def _read_number_input(self, name, value):
        if not value or type(value) is bool:
            return value
        field = self._fields[name]
        try:
            number = inputs.read_integer(value) if field.type == 'integer' else inputs.read_float(value)
        except ValueError:
            raise ValidationError(self.env._(
                "%(field)s%(record)s: “%(value)s” is not a number.", **self._describe_input(name, value)))
        self._check_bounds(name, number, self)
        return value

    def _read_date_input(self, name, value):
        if not value:
            return value
        convert = fields.Date.to_date if self._fields[name].type == 'date' else fields.Datetime.to_datetime
        try:
            day = convert(value)
        except (TypeError, ValueError, OverflowError, AttributeError):
            day = None
        if not isinstance(day, datetime.date) or not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.env._(
                "%(field)s%(record)s: “%(value)s” is not a date between the years %(first)s and %(last)s.",
                first=str(FIRST_YEAR), last=str(LAST_YEAR), **self._describe_input(name, value)))
        return value

    def _read_text_input(self, name, value):
        if not isinstance(value, str):
            return value
        field = self._fields[name]
        text = value
        if field.type == 'html':
            text = inputs.clean_html(value)
        elif value.isascii() and value.isprintable():
            pass  # most of it
        else:
            text = inputs.clean_text(value)
        limit = getattr(field, 'max_length', None) or getattr(field, 'size', None) or (
            None if field.readonly else LONGEST.get(field.type))
        if limit and len(text) > limit:
            raise ValidationError(self.env._(
                "%(field)s%(record)s takes at most %(limit)s characters, and “%(value)s” has %(length)s.",
                limit=str(limit), length=str(len(text)), **self._describe_input(name, text)))
        return value if text == value else text

    def _read_image_input(self, name, value):
        """What calls itself a picture and is none would be shown, printed and frozen as one."""
        if not value:
            return value
        try:
            inputs.read_image(inputs.decode_base64(value), **self._get_image_limits(name))
        except ValueError as error:
            raise ValidationError(self._describe_bad_image(name, str(error)))
        return value

    @api.model
    def _get_image_limits(self, name):
        return SIGNATURE if getattr(self._fields[name], 'is_signature', False) else PHOTO

    def _describe_bad_image(self, name, reason):
        values, limits = self._describe_input(name, ''), self._get_image_limits(name)
        if reason == 'format':
            return self.env._(
                "%(field)s%(record)s is no picture that can be shown. Send it as %(formats)s.",
                formats=' / '.join(limits['formats']), **values)
        return self.env._(
            "%(field)s%(record)s is too large a picture: at most %(size)s MB and %(pixels)s million pixels.",
            size=str(limits['longest'] // 10 ** 6), pixels=str(limits['pixels'] // 10 ** 6), **values)

    def _check_bounds(self, name, number, record):
        low, high = self._input_bounds[name]
        if not low <= number <= high:
            raise ValidationError(record.env._(
                "%(field)s%(record)s: %(value)s is not between %(low)s and %(high)s.",
                low=self._format_bound(low), high=self._format_bound(high), **record._describe_input(name, number)))

    def _describe_input(self, name, value):
        """Field, record and value for a sentence; the record only where it is one that exists."""
        record = self[:1].sudo() if len(self) == 1 and self.id else None  # sudo: its name is told to whoever writes it
        text = f'{value:.10g}' if isinstance(value, float) else str(value)
        return {
            'field': self._fields[name]._description_string(self.env),
            'record': f' ({record.display_name})' if record else '',
            'value': text if len(text) <= 60 else text[:60] + '…',
        }

    @api.model
    def _format_bound(self, bound):
        return formatLang(self.env, bound, digits=0 if bound == int(bound) else 2)


READERS = {
    **dict.fromkeys(('float', 'monetary', 'integer'), Base._read_number_input),
    **dict.fromkeys(('date', 'datetime'), Base._read_date_input),
    **dict.fromkeys(('char', 'text', 'html'), Base._read_text_input),
    'binary': Base._read_image_input,
}


def _get_bounds(field):
    """What the field says (None: nothing about this side), else what its digits hold, else what all numbers keep."""
    low, high = BOUNDS[field.type]
    if field.type == 'float' and isinstance(field._digits, tuple):
        high = min(high, 10.0 ** (field._digits[0] - field._digits[1]))
        low = -high
    lowest, highest = getattr(field, 'bounds', None) or (None, None)
    return low if lowest is None else lowest, high if highest is None else highest
