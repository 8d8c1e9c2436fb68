from datetime import timedelta

from odoo import fields, models

CHECKED_STATES = ('quality_check', 'ready', 'delivered')


class AftersalesDemo(models.AbstractModel):
    """What else happens on the floor: work of other shops, waits, and a car that came back."""

    _inherit = 'aftersales.demo'

    def _live_visits(self, company, rows, findings):
        super()._live_visits(company, rows, findings)
        back = self.env['aftersales.order'].search([
            ('company_id', '=', company.id), ('state', '=', 'received'), ('concern', 'ilike', 'again'),
        ])
        self._as(back.job_ids, 'advisor', company).filtered('suggested_comeback_id').action_make_comeback()

    def _answer_jobs(self, company, visits):
        """The advisor sends out what another shop does as soon as the customer agreed."""
        super()._answer_jobs(company, visits)
        for order, row in visits:
            lines = order.line_ids.filtered(lambda line: line.line_type == 'sublet' and line.job_id._is_authorised())
            if not lines:
                continue
            sent = self._get_arrival(row) + timedelta(hours=1)
            lines.sublet_due_date = max(sent + timedelta(days=1), fields.Datetime.now() + timedelta(hours=6)) \
                if row['state'] == 'in_progress' else sent + timedelta(days=1)
            lines = self._as(lines, 'advisor', company)
            lines.action_send_sublet()
            lines.sudo().purchase_line_id.order_id.button_confirm()
            if row['state'] in CHECKED_STATES:
                lines.action_sublet_back()

    def _set_dates_of_traces(self, visits):
        super()._set_dates_of_traces(visits)
        for order, row in visits:
            sent = self._get_arrival(row) + timedelta(hours=1)
            for line in order.line_ids.filtered('sublet_sent_date'):
                back = line.sublet_back_date and sent + timedelta(hours=22)
                self._backdate(line, {line: sent}, 'sublet_sent_date')
                if back:
                    self._backdate(line, {line: back}, 'sublet_back_date')
                line.purchase_line_id.order_id.write({'date_order': sent, 'date_approve': sent})
                order.hold_ids.filtered(lambda hold: hold.kind == 'sublet').write({'start': sent, 'stop': back})
            if row['state'] == 'delivered' and 'late' in row['flags']:
                self.env['aftersales.hold'].create({
                    'order_id': order.id,
                    'job_id': order.job_ids[:1].id,
                    'kind': 'parts',
                    'note': self.env._("Ordered from the maker's parts store."),
                    'start': sent,
                    'stop': sent + timedelta(hours=20 + order.id % 9),
                })
