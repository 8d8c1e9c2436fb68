from datetime import timedelta

from odoo.fields import Command, Datetime


class ApprovalQueues:
    """What customers could choose until yesterday, and cars at which nobody works."""

    def _prepare_lapse_alternatives(self):
        orders = self._create_orders(self.count)
        return '_lapse', self.env['aftersales.alternative'].create([{
            'job_id': job.id, 'name': "Pads alone", 'valid_until': Datetime.now().date() - timedelta(days=2),
            'line_ids': [Command.create({'product_id': self.part.id})],
        } for job in orders.job_ids])

    def _prepare_tell_idle(self):
        self.company.aftersales_idle_hours = 4
        received = Datetime.now() - timedelta(days=40)
        orders = self._write_raw(self._receive_approved(self.count), received_date=received, user_id=self.user_advisor.id)
        return '_tell_idle', orders
