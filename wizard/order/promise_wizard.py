from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesPromiseWizard(models.TransientModel):
    _name = 'aftersales.promise.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = 'Change the Promise'

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True)
    first_date = fields.Datetime(related='order_id.promise_first_date', related_sudo=False)
    promise_date = fields.Datetime(string="New Promise", required=True)
    tells_customer = fields.Boolean(string="Tell the Customer", default=True)

    def action_apply(self):
        self.ensure_one()
        self.order_id.check_access('write')
        if self.promise_date < fields.Datetime.now():
            raise UserError(self.env._(
                "The new promise of %(order)s lies in the past. Enter when the customer gets the car.",
                order=self.order_id.name,
            ))
        change = self.env['aftersales.promise.change'].create({
            'order_id': self.order_id.id,
            'new_date': self.promise_date,
            'reason': self.reason,
        })
        if self.tells_customer:
            change._tell_customer()
        return {'type': 'ir.actions.act_window_close'}
