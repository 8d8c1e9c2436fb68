from odoo import api, fields, models


class AftersalesPromiseWizard(models.TransientModel):
    """Why the promise moves is known where the work waits for something."""
    _inherit = 'aftersales.promise.wizard'

    expected_date = fields.Datetime(related='order_id.expected_ready_date')

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        order = self.env['aftersales.order'].browse(values.get('order_id') or ())
        if order and 'reason' in fields and not values.get('reason'):
            values['reason'] = " · ".join(order._get_delay_reasons())
        return values
