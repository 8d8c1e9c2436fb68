from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare


class AftersalesCouponWizard(models.TransientModel):
    """A coupon or gift card is given to a customer by hand; above the company's limit a manager gives it (contracts, §15).

    Programs are those of Odoo's app for coupons, which need not be installed: their names are offered, no links.
    """
    _name = 'aftersales.coupon.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin', 'aftersales.coupon.program.mixin']
    _description = "Give a Coupon"

    partner_id = fields.Many2one('res.partner', string="Customer", required=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, readonly=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    coupon_program = fields.Selection(required=True)
    is_gift = fields.Boolean(compute='_compute_is_gift')
    amount = fields.Monetary(string="Worth", bounds=(0, 1e9))
    expiry_date = fields.Date(string="Valid Until")
    code = fields.Char(readonly=True)

    @api.model
    def _find_programs(self):
        if not self.env['aftersales.benefit']._has_loyalty():
            return []
        company = self.env.company
        # sudo: whoever gives a coupon need not run the programs
        return self.env['loyalty.program'].sudo().search([
            ('program_type', 'in', ('coupons', 'gift_card')), ('company_id', 'in', [False, *company.parent_ids.ids]),
            ('currency_id', '=', company.currency_id.id)])

    @api.depends('coupon_program')
    def _compute_is_gift(self):
        gifts = {str(program.id) for program in self._find_programs() if program.program_type == 'gift_card'}
        for dialog in self:
            dialog.is_gift = dialog.coupon_program in gifts

    # === ACTION METHODS ===#

    def action_apply(self):
        self.ensure_one()
        if self.code:
            raise UserError(self.env._("This coupon is given already: %(code)s.", code=self.code))
        # sudo: whoever gives a coupon need not run the programs
        program = self.env['loyalty.program'].sudo().browse(int(self.coupon_program))
        today = fields.Date.context_today(self)
        if (program.date_to and program.date_to < today) or (self.expiry_date and self.expiry_date < today):
            raise UserError(self.env._("%(program)s would be over already. Choose a later day.", program=program.name))
        if self.is_gift and not self.amount:
            raise UserError(self.env._("Enter what the gift card of %(program)s is worth.", program=program.name))
        self._check_worth(program)
        card = program.coupon_ids.create({
            'program_id': program.id, 'partner_id': self.partner_id.id, 'expiration_date': self.expiry_date,
            'points': self.amount if self.is_gift else min(program.reward_ids.mapped('required_points') or [1])})
        card.env['loyalty.history'].create({
            'card_id': card.id, 'issued': card.points, 'description': self.env._(
                "Given by %(user)s: %(reason)s", user=self.env.user.name, reason=self.reason)})
        self.sudo().code = card.code  # sudo: told by the system
        return self._get_records_action(target='new', name=self.env._("Give a Coupon"))

    # === BUSINESS METHODS ===#

    def _check_worth(self, program):
        """:raises UserError: when it may be worth more than the user may give by hand"""
        if self.env.user.has_group('aftersales.group_manager'):
            return
        limit = self.company_id.aftersales_coupon_limit
        worths = [self.amount] if self.is_gift else [self._get_most(reward) for reward in program.reward_ids]
        if not worths or any(worth is None or float_compare(worth, limit, precision_digits=2) > 0 for worth in worths):
            raise UserError(self.env._(
                "A coupon of %(program)s may be worth more than %(limit)s, which only a manager gives by hand. Ask one, or "
                "choose another program.", program=program.name, limit=self.currency_id.format(limit)))

    @staticmethod
    def _get_most(reward):
        """What a reward takes off at most; None where only the order says so."""
        if reward.discount_max_amount:
            return reward.discount_max_amount
        if reward.reward_type == 'product':
            return max(reward.reward_product_ids.mapped('lst_price'), default=0.0) * reward.reward_product_qty
        return reward.discount if reward.discount_mode == 'per_order' else None
