from odoo import fields, models


class AftersalesPromiseWizard(models.TransientModel):
    _name = 'aftersales.promise.wizard'
    _description = 'Change the Promise'

    order_id = fields.Many2one(comodel_name='aftersales.order', required=True, readonly=True)
    first_date = fields.Datetime(related='order_id.promise_first_date')
    promise_date = fields.Datetime(string="New Promise", required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        self.ensure_one()
        self.order_id.check_access('write')
        self.env['aftersales.promise.change'].create({
            'order_id': self.order_id.id,
            'new_date': self.promise_date,
            'reason': self.reason,
        })
        return {'type': 'ir.actions.act_window_close'}
