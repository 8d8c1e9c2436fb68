import psycopg2

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.base.aftersales_batch_mixin import IN_THE_WAY

# Columns of texts that need no looking up.
PLAIN_TYPES = {'char', 'text', 'html', 'date'}
NUMBER_TYPES = {'float', 'monetary', 'integer'}


class AftersalesExchangeKind(models.AbstractModel):
    """Rows go in together; where one stands in the way, the halves without it still do, and ``load`` says what is wrong.

    ``load`` reads and looks up each cell for itself: it is left to rows whose cells are not plain, or that were refused.
    """
    _inherit = 'aftersales.exchange.kind'

    # === HOOKS ===#

    @api.model
    def _complete(self, vals):
        """Values as the record will hold them, so that what is not changed is seen as such."""
        return self.env[self._target]._read_inputs(vals)

    @api.model
    def _complete_new(self, vals, helps):
        """What else is written with a new record, so that it is not asked for one by one."""
        return vals

    @api.model
    def _is_doubted(self, row, helps):
        """Whether the row will be refused anyway, and is better asked for itself."""
        return False

    # === BUSINESS METHODS ===#

    @api.model
    def _take_rows(self, rows, known, helps, document, told):
        """Make what is new, write what has changed of what is known.

        :return: list of (row, record); ``told`` has the verdict of each row, also of those that are wrong
        """
        fresh, differing, taken, left = [], [], [], []
        for row in rows:
            record, vals = known.get(row['number']), self._read_values(row, helps)
            changes = self._get_changes(record, vals) if record and vals is not None else vals
            if changes is None:
                left.append(row)
            elif not record:
                fresh.append((row, self._complete_new(vals, helps)))
            elif changes:
                differing.append((row, record, changes))
            else:
                told[row['number']] = ('known', '')
                taken.append((row, record))
        made = self._try_together(fresh, self._create_rows, left)
        self._remember({row['key']: record for row, record in made}, document)
        written = self._try_together(differing, self._write_rows, left)
        told.update((row['number'], ('new', '')) for row, __ in made)
        told.update((row['number'], ('changed', '')) for row, __ in written)
        loaded = self._load_rows(sorted(left, key=lambda row: row['number']), document, told)
        told.update((row['number'], ('changed' if row['number'] in known else 'new', '')) for row, __ in loaded)
        order = {row['number']: place for place, row in enumerate(rows)}
        return sorted([*taken, *made, *written, *loaded], key=lambda pair: order[pair[0]['number']])

    @api.model
    def _try_together(self, entries, take, left):
        """All at once; where one stands in the way, each half for itself; what is refused alone goes to ``left``.

        :param entries: list of tuples that begin with the row
        :param take: method that takes entries and returns a list of (row, record)
        """
        if not entries:
            return []
        try:
            with self.env.cr.savepoint():
                taken = take(entries)
                self.env.flush_all()
                return taken
        except IN_THE_WAY:
            raise
        except (UserError, psycopg2.Error):
            if len(entries) == 1:
                left.append(entries[0][0])
                return []
        middle = len(entries) // 2
        return self._try_together(entries[:middle], take, left) + self._try_together(entries[middle:], take, left)

    @api.model
    def _create_rows(self, entries):
        records = self.env[self._target].create([vals for __, vals in entries])
        return [(row, record) for (row, __), record in zip(entries, records, strict=True)]

    @api.model
    def _write_rows(self, entries):
        for __, record, changes in entries:
            record.write(changes)
        return [(row, record) for row, record, __ in entries]

    @api.model
    def _get_changes(self, record, vals):
        """:return: of the values those that differ; None where that cannot be seen here"""
        try:
            return {
                name: value for name, value in vals.items()
                if record._fields[name].convert_to_cache(value, record)
                != record._fields[name].convert_to_cache(record[name], record)}
        except AccessError:
            return None

    # === Reading cells ===#

    @api.model
    def _read_values(self, row, helps):
        """What ``load`` would make of these texts; None where it has to be asked, because it is not plain or is wrong."""
        if self._is_doubted(row, helps):
            return None
        vals = {}
        for path, text in row['prepared'].items():
            name, __, inside = path.partition('/')
            kind = self.env[self._target]._fields[name].type
            if inside == '.id' and kind == 'many2one':
                vals[name] = int(text)
            elif inside:
                return None
            elif kind in PLAIN_TYPES:
                vals[name] = text
            elif kind in NUMBER_TYPES:
                vals[name] = float(text)
            elif kind == 'boolean':
                vals[name] = text == '1'
            elif kind == 'selection' and (value := self._find_option(name, text)):
                vals[name] = value
            else:
                return None
        try:
            return self._complete(vals)
        except UserError:
            return None

    @api.model
    def _find_option(self, name, text):
        """:return: the option that is called so, in the words of the user or of the source"""
        field, wanted = self.env[self._target]._fields[name], table_file.fold(text)
        for env in (self.env, self.env(context={**self.env.context, 'lang': 'en_US'})):
            for value, label in field._description_selection(env):
                if wanted in (table_file.fold(label), table_file.fold(value)):
                    return value
        return None
