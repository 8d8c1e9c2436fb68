from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.exchange.kind.aftersales_exchange_kind import WrongRow

# So many rows make one document at most; what is longer is no order of one car.
MOST_ROWS = 1000


class AftersalesExchangeGrouped(models.AbstractModel):
    """Rows of which several make one document of one car, a line each; they stand together in the file."""
    _name = 'aftersales.exchange.grouped'
    _inherit = ['aftersales.exchange.kind']
    _description = "Imported Documents with Lines"

    # === HOOKS ===#

    @api.model
    def _prepare_document(self, head, rows, helps):
        """:return: values of the document of these rows
        :raises WrongRow: with what to do
        """
        raise NotImplementedError

    @api.model
    def _take_document(self, vals, known, document):
        """Make the document, or bring what is known up to date.

        :return: (record, verdict)
        """
        raise NotImplementedError

    @api.model
    def _after_documents(self, taken, document):
        """What else follows from the documents that were taken, for all of them at once.

        :param taken: dict of key: (head, record)
        :return: dict of key: sentence, of what could not be taken
        """
        return {}

    # === BUSINESS METHODS ===#

    @api.model
    def _split(self, rows, size):
        """Parts of about ``size`` rows: the rows of one document are never parted."""
        part = []
        for row in rows:
            is_other = part and row['values'].get('number') != part[-1]['values'].get('number')
            if (len(part) >= size and is_other) or len(part) >= size + MOST_ROWS:
                yield part
                part = []
            part.append(row)
        if part:
            yield part

    @api.model
    def _get_key(self, values):
        if not values.get('number'):
            raise WrongRow(self.env._("The order's number is missing: it says which rows belong together."))
        return values['number']

    @api.model
    def _import_rows(self, rows, document):
        told, groups = {}, {}
        for row in rows:
            try:
                row['key'] = self._fold_width(self._get_key(row['values']))
                groups.setdefault(row['key'], []).append(row)
            except WrongRow as error:
                told[row['number']] = ('wrong', str(error))
        helps = self._read_helps(rows, document)
        known = self._find_external(groups, document, self._target)
        entries = []
        for key, group in groups.items():
            head = self._get_head(group)
            try:
                entries.append((key, head, self._prepare_document(head, group, helps)))
            except (WrongRow, UserError) as error:
                self._tell_group(told, group, error)
        taken = {}
        for key, head, record, verdict, error in self._take_documents(entries, known, document):
            if error:
                self._tell_group(told, groups[key], error)
                continue
            taken[key] = (head, record)
            told.update((row['number'], ('part', '')) for row in groups[key])
            told[groups[key][0]['number']] = (verdict, '')
        self._remember({key: record for key, (head, record) in taken.items() if key not in known}, document)
        for key, sentence in self._after_documents(taken, document).items():
            told[groups[key][0]['number']] = ('wrong', sentence)
        return [(row['number'], self._get_subject(row), *told[row['number']]) for row in rows]

    @api.model
    def _take_documents(self, entries, known, document):
        """Each for itself; a kind that can take many together overrides it.

        :param entries: list of (key, head, values)
        :param known: dict of key: record that came under it
        :return: list of (key, head, record, verdict, error), the last None where it was taken
        """
        result = []
        for key, head, vals in entries:
            try:
                with self.env.cr.savepoint():
                    record, verdict = self._take_document(vals, known.get(key), document)
                    self.env.flush_all()
                result.append((key, head, record, verdict, None))
            except (WrongRow, UserError) as error:
                result.append((key, head, None, None, error))
        return result

    @api.model
    def _get_head(self, group):
        """What the rows say of the document as a whole: the first that says it counts."""
        head = {}
        for row in group:
            head = {**row['values'], **head}
        return head

    @api.model
    def _tell_group(self, told, group, error):
        """An order goes in whole or not at all: all its rows are handed back, to be mended together."""
        wrong = getattr(error, 'row', None) or group[0]['number']
        for row in group:
            told[row['number']] = ('wrong', str(error) if row['number'] == wrong else self.env._(
                "Row %(number)s of the same order is wrong.", number=wrong))

    # === Reading cells ===#

    @api.model
    def _get_customer(self, head, helps):
        """Who came, by the number under which he was imported; the car's own people where nothing is said."""
        if not head.get('customer'):
            return None
        customer = helps['people'].get(head['customer'])
        if not customer:
            raise WrongRow(self.env._(
                "No customer %(number)s came from %(system)s. Import the customers first.", number=head['customer'][:40],
                system=helps['source']))
        return customer

    @api.model
    def _read_documents(self, rows, document):
        """What every kind of documents needs, read for all of them at once."""
        people = {row['values']['customer'] for row in rows if row['values'].get('customer')}
        return {
            'vehicles': self._find_vehicles(rows), 'source': document.source,
            'people': self._find_external(people, document, 'res.partner', kind='customer')}

    @api.model
    def _read_kind(self, values, kinds):
        """:param kinds: dict of what may stand in the cell, folded: what it is here"""
        kind = kinds.get(table_file.fold(values.get('kind')))
        if not kind:
            raise WrongRow(self.env._(
                "“%(value)s” is no kind of line. Write labour, part or other.", value=(values.get('kind') or '')[:40]))
        return kind

    @api.model
    def _read_lines(self, rows, read):
        """``read(values)`` of each row; what is wrong is told of the row that it stands in."""
        lines = []
        for row in rows:
            try:
                lines.append(read(row['values']))
            except WrongRow as error:
                error.row = row['number']
                raise
        return lines
