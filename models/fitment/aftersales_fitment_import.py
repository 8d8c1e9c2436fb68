import hashlib
import re
import time
import unicodedata
from collections import Counter

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import split_every

from .aftersales_fitment import FIRST_YEAR, LAST_YEAR

BATCH = 1000
# Rows that are told one by one; the rest is counted.
MOST_TOLD, MOST_UNMAPPED = 1000, 1000
YEAR = re.compile(r'(\d{4})(?:\.0+)?')
COUNT = re.compile(r'(\d{1,3})(?:\.0+)?')
YES = {'1', 'x', 'y', 'yes', 'true', '是', '√'}
TEXTS = ('vin_from', 'vin_to', 'engine', 'position', 'qualifier')
COMPARED = (
    'product_tmpl_id', 'brand_id', 'model_id', 'year_from', 'year_to', *TEXTS, 'quantity', 'is_exclusion', 'active')


class WrongRow(Exception):
    """A row that is left out, with the sentence that says why."""


class AftersalesFitment(models.Model):
    """The maker's catalogue, taken over batch by batch: what it takes of memory does not grow with the file."""

    _inherit = 'aftersales.fitment'

    @api.model
    def _import_applications(self, rows, source, is_trial=False, seconds=None):
        """Take over what a catalogue says, or only look at it; the same rows twice change nothing.

        :param rows: iterable of dicts of texts (``fitment_file.read_applications``)
        :param source: whose catalogue it is: its own numbers of applications are known by it
        :param seconds: after so many it stops between two batches, before the server ends a request that takes too long
        :return: dict of ``rows``, ``next_row`` (where to go on, 0 when all is done), counts of verdicts, ``told``
            and ``sources``, what nobody has mapped: [scheme, kind, name, rows]
        """
        self.check_access('create')
        cars = self.env['aftersales.fitment.mapping']._read_cars()
        result, begun, next_row = {'counts': Counter(), 'told': [], 'unmapped': {}}, time.monotonic(), 0
        for batch in split_every(BATCH, rows):
            self._import_batch(batch, source, cars, result, is_trial)
            self.env.invalidate_all()
            if seconds and time.monotonic() - begun > seconds:
                next_row = batch[-1]['number'] + 1
                break
        for (__, __, name), (number, count) in result['unmapped'].items():
            result['told'].append((number, name, 'unmapped', self.env._(
                "%(count)s rows speak of %(name)s. Say in the mapping what it is, and import again.", count=count, name=name)))
        counts = result['counts']
        return {
            'rows': counts.total(), 'next_row': next_row, 'told': result['told'],
            'sources': [[*key, count] for key, (__, count) in result['unmapped'].items()],
            **{verdict: counts[verdict] for verdict in (
                'new', 'changed', 'known', 'removed', 'left_out', 'unmapped', 'wrong')},
        }

    @api.model
    def _import_batch(self, batch, source, cars, result, is_trial):
        parts = self._find_parts({row.get('part', '') for row in batch})
        wanted = {}
        for row in batch:
            try:
                key = self._get_removed_key(row, source)
                vals = {'active': False} if key else self._prepare_application_vals(row, parts, cars, result)
                if vals is None:
                    continue
                key = key or self._get_source_key(row, vals, source)
            except WrongRow as error:
                result['counts']['wrong'] += 1
                if len(result['told']) < MOST_TOLD:
                    result['told'].append((row['number'], row.get('part') or row.get('ref', ''), 'wrong', str(error)))
                continue
            if key in wanted:
                result['counts']['known'] += 1
            wanted[key] = vals  # what comes later in the file goes before what came earlier
        self._take_over(wanted, result['counts'], is_trial)

    @api.model
    def _take_over(self, wanted, counts, is_trial):
        own = Domain('company_id', 'in', [self.env.company.id, False])
        known = {
            fitment.source_key: fitment for fitment in self.with_context(active_test=False).search(
                own & Domain('source_key', 'in', list(wanted)))}
        typed = {
            fitment._get_compared(): fitment for fitment in self.search(
                own & Domain('source_key', '=', False)
                & Domain('product_tmpl_id', 'in', list({
                    vals['product_tmpl_id'] for vals in wanted.values() if vals['active']})))}
        created = []
        for key, vals in wanted.items():
            fitment = known.get(key)
            same = None if fitment else typed.get(tuple(vals.get(name) for name in COMPARED))
            is_removal = not vals['active']
            if is_removal:
                verdict = 'removed' if fitment and fitment.active else 'known'
            elif fitment:
                verdict = 'known' if fitment._get_compared() == tuple(vals[name] for name in COMPARED) else 'changed'
            else:
                verdict = 'known' if same else 'new'
            counts[verdict] += 1
            if is_trial:
                continue
            if verdict == 'new':
                created.append({**vals, 'source_key': key})
            elif same:
                same.source_key = key
            elif verdict in {'removed', 'changed'}:
                fitment.write(vals)
        self.create(created)

    def _get_compared(self):
        self.ensure_one()
        return tuple(
            self[name].id if self._fields[name].relational else self[name] or self._get_nothing(name) for name in COMPARED)

    @api.model
    def _get_nothing(self, name):
        return 0 if self._fields[name].type == 'integer' else False

    # === Reading a row ===#

    @api.model
    def _find_parts(self, texts):
        """:return: dict of text: set of the ids of the parts that have this very number"""
        Number, company = self.env['aftersales.part.number'], Domain('company_id', 'in', [self.env.company.id, False])
        keys = {text: Number._fold(text) for text in texts}
        found = {}
        for number in Number.search_fetch(
                company & Domain('key', 'in', list(set(filter(None, keys.values())))), ['key', 'product_tmpl_id']):
            found.setdefault(number.key, set()).add(number.product_tmpl_id.id)
        codes = {}
        for product in self.env['product.product'].search_fetch(
                company & Domain('default_code', 'in', list(filter(None, texts))), ['default_code', 'product_tmpl_id']):
            codes.setdefault(product.default_code, set()).add(product.product_tmpl_id.id)
        return {text: found.get(key) or codes.get(text, set()) for text, key in keys.items()}

    @api.model
    def _get_removed_key(self, row, source):
        """The key of what the row takes away; None where it adds."""
        action = row.get('action', '').upper() or 'A'
        if action not in {'A', 'D'}:
            raise WrongRow(self.env._("The action is %(action)s. A adds, D removes.", action=action[:20]))
        if action == 'A':
            return None
        if not row.get('ref'):
            raise WrongRow(self.env._("What is to be removed has no number (id). Write it, or archive the fitment by hand."))
        return self._get_source_key(row, {}, source)

    @api.model
    def _get_source_key(self, row, vals, source):
        """By what the application is known when it comes again: the catalogue's own number, else all that it says."""
        if row.get('ref'):
            if len(row['ref']) > 64:
                raise WrongRow(self.env._("The number (id) is longer than 64 characters. Shorten it."))
            return f"{source}/{row['ref']}"
        said = repr([vals[name] for name in COMPARED])
        return f"{source}/#{hashlib.sha256(said.encode()).hexdigest()[:32]}"

    @api.model
    def _prepare_application_vals(self, row, parts, cars, result):
        """:return: values of the fitment; None where its car is left out or not mapped
        :raises WrongRow: with what to do
        """
        found = parts.get(row.get('part', ''), ())
        if not row.get('part'):
            raise WrongRow(self.env._("The number of the part is missing. Write it."))
        if not found:
            raise WrongRow(self.env._("No part has this number. Write it on the part, under Fitment, and import again."))
        if len(found) > 1:
            raise WrongRow(self.env._("Several parts have this number. Leave it on one of them."))
        car = self._find_car(row, cars, result)
        if car is None:
            return None
        vals = {
            'product_tmpl_id': next(iter(found)), 'model_id': False, **car, 'active': True,
            'is_exclusion': row.get('excluded', '').lower() in YES, 'quantity': self._read_count(row.get('quantity', ''))}
        for name in ('year_from', 'year_to'):
            vals[name] = self._read_year(row.get(name, '')) or car.get(name, 0)
        for name in TEXTS:
            vals[name] = row.get(name) or False
            if vals[name] and len(vals[name]) > self._fields[name].max_length:
                raise WrongRow(self.env._(
                    "%(field)s is longer than %(count)s characters. Shorten it.", count=self._fields[name].max_length,
                    field=self._fields[name]._description_string(self.env)))
        if (vals['year_from'] and vals['year_to'] and vals['year_from'] > vals['year_to']) or (
                vals['vin_from'] and vals['vin_to'] and vals['vin_from'].upper() > vals['vin_to'].upper()):
            raise WrongRow(self.env._("The range ends before it begins. Exchange the two ends."))
        return vals

    @api.model
    def _find_car(self, row, cars, result):
        """The make or model that the row speaks of; what nobody has mapped is noted once, with how many rows."""
        Mapping, make, model = self.env['aftersales.fitment.mapping'], row.get('make', ''), row.get('model', '')
        if row.get('vehicle'):
            kind, name = 'vehicle', row['vehicle']
        elif row['scheme'] == 'aces':
            kind, name = ('model', model) if model else ('make', make)
        else:
            kind, name = ('model', f'{make} {model}') if model else ('make', make)
        if not name.strip() or (model and not make and row['scheme'] == 'text'):
            raise WrongRow(self.env._("The make of the car is missing. Write it."))
        if len(name) > 128:
            raise WrongRow(self.env._("Make and model are longer than 128 characters. Shorten them."))
        key = (row['scheme'], kind, Mapping._fold(name))
        by_make = ('text', 'make', Mapping._fold(make))
        if key not in cars and key[:2] == ('text', 'model') and by_make in cars:
            # The make under another name, the model under the register's; a make that is left out with all its models.
            brand = cars[by_make] and self.env['fleet.vehicle.model.brand'].browse(cars[by_make]['brand_id']).name
            key = ('text', 'model', Mapping._fold(f'{brand} {model}')) if brand else by_make
        if key in cars:
            result['counts']['left_out'] += cars[key] is None
            return cars[key]
        result['counts']['unmapped'] += 1
        named = (row['scheme'], kind, ' '.join(name.split()))
        number, count = result['unmapped'].get(named, (row['number'], 0))
        if named in result['unmapped'] or len(result['unmapped']) < MOST_UNMAPPED:
            result['unmapped'][named] = (number, count + 1)
        return None

    @api.model
    def _read_year(self, text):
        match = YEAR.fullmatch(unicodedata.normalize('NFKC', text))
        if text and not (match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR):
            raise WrongRow(self.env._("%(text)s is no year. Write four digits.", text=text[:20]))
        return int(match[1]) if match else 0

    @api.model
    def _read_count(self, text):
        match = COUNT.fullmatch(unicodedata.normalize('NFKC', text))
        if text and not match:
            raise WrongRow(self.env._("%(text)s is no quantity. Write a whole number up to 999.", text=text[:20]))
        return int(match[1]) if match else 0
