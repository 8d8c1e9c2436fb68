from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command

CHECKED_STATES = ('quality_check', 'ready', 'delivered')


class AftersalesDemo(models.AbstractModel):
    """Work of the visits that another shop did."""

    _inherit = 'aftersales.demo'

    def _adjust_lines(self, job, words):
        super()._adjust_lines(job, words)
        values = self._get_values(words)
        if 'sublet' in values:
            job.line_ids = [Command.create({
                'product_id': self._ref(values['sublet']).id, 'line_type': 'sublet', 'sequence': 90,
                'sublet_vendor_id': self._ref('vendor_calibration').id, 'sublet_cost': 500,
            })]

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
