from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesDeposit(models.Model):
    """Where the house wants the money first, what a deposit is for is ordered once it is held (G4, H2)."""
    _inherit = 'aftersales.deposit'

    order_reason = fields.Char(string="Ordered Before Payment", readonly=True, copy=False, tracking=True)
    order_reason_user_id = fields.Many2one(
        'res.users', string="Order Let Through By", readonly=True, copy=False, index='btree_not_null')
    order_reason_date = fields.Datetime(string="Order Let Through On", readonly=True, copy=False)
    is_awaited = fields.Boolean(
        string="Parts Wait for Payment", compute='_compute_is_awaited',
        help="Its parts are ordered once it is paid, or once a manager says why not to wait.")

    # === COMPUTE METHODS ===#

    @api.depends('state', 'order_reason', 'company_id.aftersales_deposit_first')
    def _compute_is_awaited(self):
        for deposit in self:
            is_open = deposit.state in ('draft', 'invoiced') and not deposit.order_reason
            deposit.is_awaited = is_open and deposit.company_id.aftersales_deposit_first

    # === ACTION METHODS ===#

    def action_order_before_payment(self):
        """Ask a manager why the parts are ordered all the same."""
        self.ensure_one()
        self.env['aftersales.deposit.order.wizard'].check_access('create')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Order Before Payment"), 'target': 'new',
            'view_mode': 'form', 'views': [(False, 'form')], 'res_model': 'aftersales.deposit.order.wizard',
            'context': {'default_deposit_id': self.id}}

    # === BUSINESS METHODS ===#

    def _let_order_through(self, reason):
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("A manager says whether parts are ordered before their deposit is paid."))
        self._claim_for_update()
        for deposit in self:
            if not deposit.is_awaited:
                raise UserError(self.env._(
                    "%(deposit)s: its parts do not wait for the payment. Reload the page.", deposit=deposit.display_name))
        self.sudo().write({  # sudo: who let it through and why is the system's
            'order_reason': reason, 'order_reason_user_id': self.env.uid, 'order_reason_date': fields.Datetime.now()})
