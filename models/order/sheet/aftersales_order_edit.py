from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

KINDS = {'card': 'aftersales.job', 'row': 'aftersales.order.line'}
MOST_CHOICES = 12


class AftersalesOrder(models.Model):
    """What the order sheet writes, each cell by itself.

    Public, because the client calls it: the user's own rights and rules count, and the models' own guards; here it is
    only said which fields of which records the sheet speaks of. Each call answers with the values of the form it was
    made from (``specification`` as for ``web_read``), so that nothing needs to be asked again.
    """

    _inherit = 'aftersales.order'

    # === ACTION METHODS ===#

    def sheet_write(self, kind, record_id, values, seen, specification=None):
        """Write cells of a card or a row, unless somebody else changed them since they were shown.

        :param dict seen: what the writer saw in these cells
        :return: dict with the form's ``values``, and why it was ``refused`` when it was
        """
        record = self._get_sheet_record(kind, record_id)
        vals = record._parse_sheet_values(values)
        record.check_access('write')
        refused = record._get_conflict(vals, seen)
        if not refused:
            record.write(vals)
        return self._answer_sheet(specification, refused=refused)

    def sheet_sort(self, kind, record_ids, specification=None):
        """Put the order's jobs, or the lines of one job, into this order."""
        self.ensure_one()
        if not isinstance(record_ids, list):
            raise UserError(self.env._("Nothing was given to sort."))
        records = [self._get_sheet_record(kind, record_id) for record_id in record_ids]
        self._write_sequences(records)
        return self._answer_sheet(specification)

    def sheet_move(self, line_id, job_id, line_ids, specification=None):
        """Move a line to another job of the order: it is entered there anew and leaves the first one.

        A line stays with its job, as answers, parts and invoices speak of both; so what was asked of the customer is
        asked again, and what was issued or invoiced cannot go.

        :param list line_ids: the lines of that job in their new order, the moved one among them
        """
        line, job = self._get_sheet_record('row', line_id), self._get_sheet_record('card', job_id)
        if job.state == 'cancelled':
            raise UserError(self.env._("Job %(job)s is cancelled and takes no lines. Reopen it first.", job=job.shown_name))
        if line.job_id == job:
            raise UserError(self.env._("%(line)s is in job %(job)s already.", line=line.name, job=job.shown_name))
        moved = self.env['aftersales.order.line'].create({**line._prepare_moved_vals(), 'job_id': job.id})
        line.unlink()
        ids = [moved.id if each == line_id else each for each in line_ids] if isinstance(line_ids, list) else [moved.id]
        self._write_sequences([self._get_sheet_record('row', each) for each in ids])
        return self._answer_sheet(specification, line=moved.id)

    def sheet_remove(self, kind, record_id, specification=None):
        """Delete a line, or a job with its lines, that nothing was done of yet."""
        record = self._get_sheet_record(kind, record_id)
        record.check_access('unlink')
        if kind == 'card':
            record._unlink_if_untouched()
            record.line_ids.unlink()
        record.unlink()
        return self._answer_sheet(specification)

    def sheet_choices(self, name, text=''):
        """What a cell of a card offers for ``text``: ``[id, name]`` pairs."""
        self.ensure_one()
        self.check_access('read')
        Job = self.env['aftersales.job']
        field = Job._fields[name] if name in Job._sheet_fields else None
        if field is None or field.type != 'many2one':
            raise UserError(self.env._("The order sheet does not write %(fields)s.", fields=name))
        found = self.env[field.comodel_name].name_search(
            str(text or '')[:80], self._get_choice_domain(name), limit=MOST_CHOICES)
        return [list(pair) for pair in found]

    # === BUSINESS METHODS ===#

    def _answer_sheet(self, specification, **answer):
        """:param specification: which fields the form shows; the sheet alone without one"""
        self.ensure_one()
        # What was computed for the sheet before the change is of before.
        self.invalidate_recordset(['order_sheet'], flush=False)
        return {**answer, 'values': self.web_read(specification or {'order_sheet': {}})[0]}

    def _get_sheet_record(self, kind, record_id):
        """The job (card) or line (row) of this very order.

        :raises UserError: when there is none, or it belongs to another order
        """
        self.ensure_one()
        self.check_access('read')
        if not isinstance(kind, str) or kind not in KINDS:
            raise UserError(self.env._("The order sheet has no such part: %(kind)s.", kind=kind))
        is_id = isinstance(record_id, int) and not isinstance(record_id, bool)
        record = self.env[KINDS[kind]].search([('id', '=', record_id), ('order_id', '=', self.id)]) if is_id else None
        if not record:
            raise UserError(self.env._(
                "This is not on %(order)s any more: somebody has removed it, or moved it. The sheet shows what is there "
                "once you reload it.", order=self.name))
        return record

    def _write_sequences(self, records):
        """Only what changes its place is written."""
        if len({record.job_id.id for record in records if record._name == KINDS['row']}) > 1:
            raise UserError(self.env._("Lines are sorted within their job."))
        for index, record in enumerate(records, start=1):
            if record.sequence != index * 10:
                record.sequence = index * 10
        # What was read before keeps the order it was read in.
        self.job_ids.invalidate_recordset(['line_ids'])
        self.invalidate_recordset(['job_ids', 'line_ids'])

    def _get_choice_domain(self, name):
        """Which records a cell of a card offers; what may be chosen is the model's to say."""
        self.ensure_one()
        domain = {
            # sudo: who is in the team, for who may not read people's files
            'technician_id': Domain('id', 'in', self.workshop_id.sudo().employee_ids._filter_technicians().ids),
            'bay_id': Domain('workshop_id', '=', self.workshop_id.id),
            'payer_id': Domain('company_id', 'in', (False, self.company_id.id)),
        }
        return domain.get(name, Domain.TRUE)
