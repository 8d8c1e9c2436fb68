from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesOrder(models.Model):
    """No work begins for an account customer who is overdue or above his limit, unless somebody lets it (G4)."""
    _inherit = 'aftersales.order'

    credit_reason = fields.Char(string="Begun in Spite of Debts", readonly=True, copy=False, tracking=True)
    credit_user_id = fields.Many2one(
        'res.users', string="Let Begin By", readonly=True, copy=False, index='btree_not_null', tracking=True)
    credit_date = fields.Datetime(string="Let Begin On", readonly=True, copy=False)
    is_credit_blocked = fields.Boolean(compute='_compute_is_credit_blocked')

    def _compute_is_credit_blocked(self):
        blocks = self._get_blocks()
        for order in self:
            order.is_credit_blocked = bool(blocks.get(order.agreement_id)) and order.state == 'draft' and not order.credit_date

    # === ACTION METHODS ===#

    def action_let_begin(self):
        """Ask why the work begins all the same."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Begin in Spite of Debts"),
            'res_model': 'aftersales.credit.wizard', 'view_mode': 'form', 'target': 'new',
            'context': {'default_order_id': self.id}}

    def action_check_in(self):
        if self.state == 'draft' and not self.checkin_id:
            self._check_credit()
        return super().action_check_in()

    # === BUSINESS METHODS ===#

    def _check_received(self):
        self.filtered(lambda order: order.state == 'draft')._check_credit()
        return super()._check_received()

    def _get_blocks(self):
        drafts = self.filtered(lambda order: order.state == 'draft' and order.agreement_id)
        return drafts.agreement_id._get_credit_blocks()

    def _get_credit_sentences(self):
        self.ensure_one()
        return self.agreement_id._get_credit_blocks().get(self.agreement_id, [])

    def _check_credit(self):
        """:raises UserError: naming what is owed, and who may let the work begin"""
        blocks = self.filtered('agreement_id')._get_blocks()
        for order in self.filtered(lambda order: not order.credit_date):
            if sentences := blocks.get(order.agreement_id):
                raise UserError(self.env._(
                    "%(order)s cannot begin: %(why)s Let the customer pay, or ask the accountant or a manager to let it begin.",
                    order=order.name, why=" ".join(sentences)))

    def _let_begin(self, reason):
        """The accountant or a manager says why; it stands on the order."""
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_keep_agreement'):
            raise AccessError(self.env._("Whether work begins in spite of debts is decided by an accountant or a manager."))
        self._claim_for_update()
        for order in self:
            if not order.is_credit_blocked:
                raise UserError(self.env._("%(order)s is not kept by what its customer owes.", order=order.name))
        # sudo: who let it begin, when and why is the system's
        self.sudo().write({'credit_reason': reason, 'credit_user_id': self.env.uid, 'credit_date': fields.Datetime.now()})
