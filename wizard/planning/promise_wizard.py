from odoo import api, fields, models


class AftersalesPromiseWizard(models.TransientModel):
    """Why the promise moves is known where the work waits for something."""
    _inherit = 'aftersales.promise.wizard'

    expected_date = fields.Datetime(related='order_id.expected_ready_date')

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        order = self.env['aftersales.order'].browse(values.get('order_id') or ())
        if order and 'reason' in fields_list and not values.get('reason'):
            values['reason'] = " · ".join(order._get_delay_reasons())
        return values
