from odoo import api, fields, models


class AftersalesPromiseChange(models.Model):
    """A promise that moved: the event that changes ``order.promise_date`` after the first promise."""

    _name = 'aftersales.promise.change'
    _inherit = ['aftersales.history.mixin']
    _description = 'Changed Promise'
    _order = 'id desc'
    _rec_name = 'order_id'

    order_id = fields.Many2one(
        'aftersales.order', required=True, index=True, ondelete='cascade',
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True)
    old_date = fields.Datetime(string="Promised Before", readonly=True)
    new_date = fields.Datetime(string="Promised Now", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        'res.users', string="By", readonly=True, default=lambda self: self.env.user,
    )
    date = fields.Datetime(string="Changed On", readonly=True, default=fields.Datetime.now)
    is_customer_told = fields.Boolean(string="Customer Told", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env['aftersales.order'].browse([vals.get('order_id') or False for vals in vals_list])
        for vals, order in zip(vals_list, orders, strict=True):
            vals['old_date'] = order.promise_date
            if not self.env.su:
                vals.update(user_id=self.env.uid, date=fields.Datetime.now(), is_customer_told=False)
        changes = super().create(vals_list)
        for change in changes:
            change.order_id.promise_date = change.new_date
        return changes

    def _tell_customer(self):
        """Write the new time to the customers; whoever cannot be written to is to be called."""
        for change in self:
            told = change.order_id._tell_customer_now(
                'aftersales.mail_template_promise_changed', 'aftersales.sms_template_promise_changed')
            # sudo: the change itself is history
            change.sudo().is_customer_told = bool(told)
