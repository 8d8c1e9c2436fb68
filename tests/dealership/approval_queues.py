from datetime import timedelta

from odoo.fields import Command, Datetime


class ApprovalQueues:
    """What customers could choose until yesterday."""

    def _prepare_lapse_alternatives(self):
        orders = self._create_orders(self.count)
        return '_lapse', self.env['aftersales.alternative'].create([{
            'job_id': job.id, 'name': "Pads alone", 'valid_until': Datetime.now().date() - timedelta(days=2),
            'line_ids': [Command.create({'product_id': self.part.id})],
        } for job in orders.job_ids])
