import time
from collections import Counter

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Rows that go in together, and seconds until whoever waits for them is told that the rest is done in the background.
# The scheduled action keeps what it has done after so many, and goes on at once: no more than that is lost when it is killed.
BATCH, SECONDS, CRON_SECONDS = 200, 40, 60
COUNTS = {'new': 'new_count', 'changed': 'changed_count', 'known': 'known_count', 'wrong': 'wrong_count'}
WORKING = ('checking', 'running')


class AftersalesExchangeImport(models.Model):
    """The rows are worked through in parts, each kept as it is done: what stops in the middle goes on from there."""
    _inherit = 'aftersales.exchange.import'

    # === CRON METHODS ===#

    @api.model
    def _cron_go_on(self, batch_size=10):
        self._work_through([('state', 'in', WORKING)], '_go_on', batch=batch_size)

    # === BUSINESS METHODS ===#

    def _begin(self, state):
        self.ensure_one()
        self._claim_for_update()
        self._get_handler()._check_may_import()
        if not self.file:
            raise UserError(self.env._(
                "%(document)s has no file yet. Fill the template and choose it.", document=self.display_name))
        self._check_mapping()
        self._forget_rows()
        # sudo: stamps are the system's
        self.sudo().write({'next_row': 2, 'user_id': self.env.uid, 'run_number': self.run_number + 1})
        self._transition(state)
        self._work_on(SECONDS)

    def _forget_rows(self):
        """What was found before, of another file perhaps: nothing hangs on these rows, there may be as many as the file has."""
        # sudo: figures are the system's
        self.sudo().write({'row_count': 0, **dict.fromkeys(COUNTS.values(), 0)})
        self.env.cr.execute(SQL("DELETE FROM aftersales_exchange_row WHERE import_id IN %s", tuple(self.ids)))
        self.env['aftersales.exchange.row'].invalidate_model()
        self.invalidate_recordset(['row_ids'])

    def _check_mapping(self):
        """:raises UserError: when a column that must be there is not mapped, or one is mapped twice"""
        fields = [column.field_id for column in self.column_ids if column.field_id]
        wanted = self.env['aftersales.exchange.field'].search([('kind', '=', self.kind), ('is_required', '=', True)])
        missing = [field.name for field in wanted if field not in fields]
        if missing:
            raise UserError(self.env._(
                "%(document)s: say which heading is %(columns)s.", document=self.display_name,
                columns=", ".join(f'“{name}”' for name in missing)))
        doubled = [field.name for field in set(fields) if fields.count(field) > 1]
        if doubled:
            raise UserError(self.env._(
                "%(document)s: two headings are “%(column)s”. Leave one of them.", document=self.display_name,
                column=doubled[0]))

    def _go_on(self):
        """As the person who began it, in the company it is for."""
        for document in self:
            user, company = document.user_id, document.company_id
            document.with_user(user).with_company(company).with_context(
                lang=user.lang, allowed_company_ids=company.ids)._work_on(CRON_SECONDS)

    def _work_on(self, seconds):
        """Work through rows until all are done or the time is up."""
        begun, is_trial = None, self.state == 'checking'
        for rows in self._get_handler()._split(self._iterate_rows(), BATCH):
            if begun is None:  # a workbook is read again up to where the work goes on: that counts for nobody's time
                begun = time.monotonic()
            else:  # what was read and made of the rows before is not needed any more: memory stays what it was
                self.env.flush_all()
                self.env.invalidate_all()
            self._keep(self._take_over(rows, is_trial), rows)
            if time.monotonic() - begun > seconds:
                self.env.ref('aftersales.cron_exchange_import')._trigger()
                return
        self.sudo()._transition('checked' if is_trial else 'done')  # sudo: nobody says it is done but the work itself

    def _iterate_rows(self):
        """Rows that are still to be done: {'number': number of the row in the file, 'values': {code of the column: text}}."""
        places = None
        mapped = {column.heading: column.field_id.code for column in self.column_ids if column.field_id}
        for number, row in enumerate(self._iterate_table(), 1):
            if places is None:
                places = [(place, mapped[heading.strip()]) for place, heading in enumerate(row) if heading.strip() in mapped]
            elif number >= self.next_row and any(cell.strip() for cell in row):
                yield {'number': number, 'values': {
                    code: row[place].strip() for place, code in places if place < len(row) and row[place].strip()}}

    def _take_over(self, rows, is_trial):
        """:return: list of (number of the row, who or what, verdict, sentence)"""
        handler = self._get_handler()
        with self.env.cr.savepoint() as savepoint:
            result = handler._import_rows(rows, self)
            self.env.flush_all()
            if is_trial:
                savepoint.rollback()
        if is_trial:
            self.env.invalidate_all()
        return result

    def _get_handler(self):
        """The model that knows what rows of this kind become."""
        return self.env[f'aftersales.exchange.{self.kind}'].with_company(self.company_id).with_context(
            tracking_disable=True, mail_create_nosubscribe=True, import_file=True)

    def _keep(self, result, rows):
        counts = Counter(verdict for __, __, verdict, __ in result)
        # sudo: figures and rows are the system's
        document = self.sudo()
        document.env['aftersales.exchange.row'].create([
            {'import_id': self.id, 'row_number': number, 'subject': subject[:100], 'message': message[:1000]}
            for number, subject, verdict, message in result if verdict == 'wrong'])
        document.write({
            'row_count': self.row_count + len(rows), 'next_row': rows[-1]['number'] + 1,
            **{name: self[name] + counts[verdict] for verdict, name in COUNTS.items()},
        })
