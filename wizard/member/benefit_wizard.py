from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

OFFERED_TYPES = ('coupons', 'next_order_coupons', 'gift_card', 'ewallet', 'loyalty')


class AftersalesBenefitWizard(models.TransientModel):
    """A coupon, gift card or reward is used on an order: its code is entered or scanned, or what the customer has is
    chosen (G3)."""
    _name = 'aftersales.benefit.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Use a Coupon or Points"

    order_id = fields.Many2one('aftersales.order', string="Repair Order", readonly=True, ondelete='cascade')
    counter_sale_id = fields.Many2one('aftersales.counter.sale', string="Counter Sale", readonly=True, ondelete='cascade')
    partner_id = fields.Many2one('res.partner', string="Customer", compute='_compute_partner_id')
    has_loyalty = fields.Boolean(compute='_compute_has_loyalty')
    code = fields.Char(help="Of a coupon, gift card, loyalty card or discount code.")
    refusals = fields.Text(string="Not for This Order", readonly=True)
    line_ids = fields.One2many('aftersales.benefit.wizard.line', 'wizard_id', string="What the Customer Has", readonly=True)

    @api.depends('order_id', 'counter_sale_id')
    def _compute_partner_id(self):
        for dialog in self:
            dialog.partner_id = dialog._get_document().partner_id

    @api.depends('order_id', 'counter_sale_id')
    def _compute_has_loyalty(self):
        self.has_loyalty = self.env['aftersales.benefit']._has_loyalty()

    # === ACTION METHODS ===#

    def action_apply(self):
        """The code's reward; where there are several, they are offered."""
        self.ensure_one()
        Benefit, order = self.env['aftersales.benefit'], self._get_document()
        order._check_may_use_benefits()
        if not self.has_loyalty:
            raise UserError(self.env._("Codes take the app “Coupons & Loyalty”, which is not installed."))
        card, rewards = Benefit._find_rewards(order, self.code)
        if len(rewards) > 1:
            # sudo: rows of a dialog are made by the system alone
            self.sudo().line_ids = [Command.clear(), *self._prepare_lines(rewards, card)]
            return self._get_records_action(target='new', name=self.env._("Use a Coupon or Points"))
        Benefit._use(order, rewards.program_id, card, rewards)
        return {'type': 'ir.actions.act_window_close'}

    # === BUSINESS METHODS ===#

    def _get_document(self):
        return self.counter_sale_id or self.order_id

    @api.model
    def _open(self, order):
        dialog = self.create(self.env['aftersales.benefit']._prepare_document_vals(order))
        # sudo: rows of a dialog are made by the system alone
        dialog.sudo().write(dialog._prepare_offers())
        return dialog._get_records_action(target='new', name=self.env._("Use a Coupon or Points"))

    def _prepare_offers(self):
        """What the customer could use today, of all his cards, and why the rest of what he has is not for this order."""
        Benefit, (offers, refusals) = self.env['aftersales.benefit'], self._prepare_level()
        if Benefit._has_loyalty():
            for card in self._find_cards():
                refusal = Benefit._get_refusal(self._get_document(), card.program_id, card)
                if refusal:
                    refusals.append(refusal)
                    continue
                rewards = card.program_id.reward_ids.filtered(
                    lambda reward, card=card: reward.active and reward.required_points <= card.points)
                offers += self._prepare_lines(rewards, card)
            offers += self._prepare_promotions()
        return {'line_ids': offers, 'refusals': '\n'.join(dict.fromkeys(refusals))}

    def _prepare_promotions(self):
        """What the house gives everybody whose work fulfils it, without a code."""
        Benefit, order = self.env['aftersales.benefit'], self._get_document()
        return [
            line for program in Benefit._find_promotions(order) if not Benefit._get_refusal(order, program, None)
            for line in self._prepare_lines(Benefit._get_fulfilled_rewards(order, program), None)]

    def _prepare_level(self):
        """:return: what the customer's level gives, unless the order has it; why it is not given"""
        order = self._get_document()
        level = order._get_member().level_id
        standing = order.benefit_ids._get_standing().filtered(lambda benefit: benefit.kind == 'level')
        if not level._has_discount() or standing:
            return [], []
        refusal = self.env['aftersales.benefit']._get_beside_refusal(order, True, False, level.name)
        if refusal:
            return [], [refusal]
        return [Command.create({
            'is_level': True, 'program_name': level.name, 'name': level._get_discount_name()})], []

    def _find_cards(self):
        order = self._get_document()
        # sudo: who uses a customer's coupon need not run the programs
        return self.env['loyalty.card'].sudo().search([
            ('partner_id', 'child_of', order.partner_id.commercial_partner_id.id), ('points', '>', 0),
            ('program_id.active', '=', True), ('program_id.company_id', 'in', [False, *order.company_id.parent_ids.ids]),
            ('program_id.program_type', 'in', OFFERED_TYPES),
            '|', ('expiration_date', '=', False), ('expiration_date', '>=', fields.Date.context_today(order)),
        ], order='expiration_date, id desc', limit=20)

    @api.model
    def _prepare_lines(self, rewards, card):
        return [Command.create({
            'name': reward.description, 'program_name': reward.program_id.name, 'code': card.code if card else False,
            'points_left': card.points if card else 0.0, 'reward_key': reward.id, 'card_key': card.id if card else 0,
            'is_by_point': self._is_by_point(reward), 'wanted': card.points if card and self._is_by_point(reward) else 0.0,
            'points_needed': reward.required_points if card else 0.0,
        }) for reward in rewards]

    @api.model
    def _is_by_point(self, reward):
        return reward.reward_type == 'discount' and reward.discount_mode == 'per_point'
