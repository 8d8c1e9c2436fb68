import hashlib
import re
import unicodedata

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import split_every

# External ids of what other systems call by their own keys.
MODULE = '__aftersales_exchange__'
PLAIN = re.compile(r'[A-Za-z0-9_-]{1,60}')


class WrongRow(Exception):
    """A row that is left out, with the sentence that says why."""


class AftersalesExchangeKind(models.AbstractModel):
    """How rows of one kind become records: Odoo's own ``load`` takes them, with all its checks, row by row told."""
    _name = 'aftersales.exchange.kind'
    _description = "Kind of Imported Rows"

    # What the rows become.
    _target = None

    # === HOOKS ===#

    @api.model
    def _get_key(self, values):
        """By what the row's own system knows it.

        :raises WrongRow: when it has none
        """
        raise NotImplementedError

    @api.model
    def _match(self, rows):
        """What is here already without having come from that system.

        :return: dict of number of the row: record
        """
        return {}

    @api.model
    def _read_helps(self, rows, document):
        """What the rows speak of, read for all of them at once; given to ``_prepare``."""
        return {}

    @api.model
    def _prepare(self, values, helps):
        """:return: dict of field as ``load`` names it: text
        :raises WrongRow: with what to do
        """
        raise NotImplementedError

    @api.model
    def _after(self, taken, document):
        """What else a row says, once its record is there.

        :param taken: list of (row, record)
        :return: dict of number of the row: sentence, of what could not be taken
        """
        return {}

    @api.model
    def _split(self, rows, size):
        """Parts of the rows that are taken over together."""
        return split_every(size, rows)

    # === BUSINESS METHODS ===#

    @api.model
    def _check_may_import(self):
        """:raises AccessError: once for all rows, when the person may not enter one of them by hand either"""
        target = self.env[self._target]
        target.check_access('create')
        target.check_access('write')

    @api.model
    def _import_rows(self, rows, document):
        """Take the rows over.

        :param rows: list of {'number': int, 'values': {code of the column: text}}
        :return: list of (number of the row, who or what, verdict, sentence), in the order of the rows
        """
        told, helps, left = {}, self._read_helps(rows, document), []
        for row in rows:
            try:
                row['key'] = self._fold_width(self._get_key(row['values']))
                row['prepared'] = self._drop_empty(self._prepare(row['values'], helps))
                left.append(row)
            except WrongRow as error:
                told[row['number']] = ('wrong', str(error))
        while left:  # what stands there twice is taken once more, as it would be with another file
            first = list({row['key']: row for row in reversed(left)}.values())[::-1]
            self._import_once(first, helps, document, told)
            left = [row for row in left if row['number'] not in told]
        return [(row['number'], self._get_subject(row), *told[row['number']]) for row in rows]

    @api.model
    def _import_once(self, rows, helps, document, told):
        """Take over rows of which no two have one key."""
        known = self._find_known(rows, document)
        if not document.is_update:
            told.update((number, ('known', '')) for number in known)
        taken = self._take_rows([row for row in rows if row['number'] not in told], known, helps, document, told)
        told.update((number, ('wrong', sentence)) for number, sentence in self._after(taken, document).items())

    @api.model
    def _get_subject(self, row):
        return row.get('key') or next(iter(row['values'].values()), '')

    @api.model
    def _fold_width(self, key):
        """Full and half width are one: Ｃ－１ is C-1."""
        return unicodedata.normalize('NFKC', key).strip()

    @api.model
    def _get_external_name(self, key, document, kind=None):
        key = self._fold_width(key)
        plain = key if PLAIN.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()[:32]
        source = '_'.join(document.source.split())
        if not PLAIN.fullmatch(source):
            source = hashlib.sha256(source.encode()).hexdigest()[:8]
        return f'{source}_{document.company_id.id}_{kind or document.kind}_{plain}'

    @api.model
    def _find_external(self, keys, document, target, kind=None):
        """:return: dict of key: record that came under it"""
        names = {}
        for key in keys:
            names.setdefault(self._get_external_name(key, document, kind), []).append(key)
        # sudo: external ids are technical; the records are read as the person
        found = self.env['ir.model.data'].sudo().search(
            [('module', '=', MODULE), ('name', 'in', list(names)), ('model', '=', target)])
        there = self.env[target].with_context(active_test=False).search([('id', 'in', found.mapped('res_id'))])
        there = {record.id: record for record in there.with_env(self.env)}
        return {key: there[data.res_id] for data in found if data.res_id in there for key in names[data.name]}

    @api.model
    def _remember(self, records, document):
        """:param records: dict of key: record; a key whose record was deleted names the new one"""
        # sudo: external ids are technical
        self.env['ir.model.data'].sudo()._update_xmlids([
            {'xml_id': f'{MODULE}.{self._get_external_name(key, document)}', 'record': record}
            for key, record in records.items()])

    @api.model
    def _find_known(self, rows, document):
        """:return: dict of number of the row: record; what is met for the first time is known by its key from now on"""
        known = self._find_external([row['key'] for row in rows], document, self._target)
        by_number = {row['number']: known[row['key']] for row in rows if row['key'] in known}
        matched = self._match([row for row in rows if row['number'] not in by_number])
        keys = {row['number']: row['key'] for row in rows}
        self._remember({keys[number]: record for number, record in matched.items()}, document)
        return {**by_number, **matched}

    @api.model
    def _load_rows(self, rows, document, told):
        """Rows that say the same columns go in together; an empty cell changes nothing.

        :return: list of (row, record)
        """
        taken, groups = [], {}
        for row in rows:
            groups.setdefault(tuple(row['prepared']), []).append(row)
        for fields, group in groups.items():
            left = group
            while left:
                result = self.env[self._target].load(
                    ['id', *fields],
                    [[f"{MODULE}.{self._get_external_name(row['key'], document)}", *row['prepared'].values()] for row in left])
                if result['ids']:
                    taken += zip(left, self.env[self._target].browse(result['ids']), strict=True)
                    break
                wrong = {}
                for message in result['messages']:
                    if message['type'] == 'error' and 'rows' in message:
                        wrong.setdefault(message['rows']['from'], message['message'])
                if not wrong:
                    sentence = " ".join(message['message'] for message in result['messages'])
                    wrong = dict.fromkeys(range(len(left)), sentence or self.env._("It could not be imported."))
                told.update({left[index]['number']: ('wrong', sentence) for index, sentence in wrong.items()})
                left = [row for index, row in enumerate(left) if index not in wrong]
        return taken

    # === Readings ===#

    @api.model
    def _take_readings(self, wanted):
        """What odometers showed becomes readings, once a car and day.

        :param wanted: dict of key: (vehicle, value, date)
        :return: dict of key: why it could not be taken
        """
        Reading = self.env['fleet.vehicle.odometer']
        known = {(reading.vehicle_id.id, reading.date) for reading in Reading.search([
            ('vehicle_id', 'in', [vehicle.id for vehicle, __, __ in wanted.values()]),
            ('date', 'in', list({day for __, __, day in wanted.values()}))])}
        fresh = []
        for key, (vehicle, value, day) in sorted(wanted.items(), key=lambda item: item[1][2]):
            if (vehicle.id, day) not in known:
                known.add((vehicle.id, day))
                fresh.append((key, {'vehicle_id': vehicle.id, 'value': value, 'date': day, 'source': 'import'}))
        return dict(self._create_readings(fresh))

    @api.model
    def _create_readings(self, fresh):
        """All at once; where one stands in the way, the half without it still is."""
        if not fresh:
            return []
        try:
            with self.env.cr.savepoint():
                self.env['fleet.vehicle.odometer'].create([vals for __, vals in fresh])
        except UserError as error:
            if len(fresh) == 1:
                return [(fresh[0][0], str(error))]
            middle = len(fresh) // 2
            return self._create_readings(fresh[:middle]) + self._create_readings(fresh[middle:])
        return []
