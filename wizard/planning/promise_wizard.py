from odoo import fields, models


class AftersalesPromiseWizard(models.TransientModel):
    _inherit = 'aftersales.promise.wizard'

    expected_date = fields.Datetime(related='order_id.expected_ready_date')
