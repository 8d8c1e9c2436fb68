from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

PRICES = 'aftersales.group_price'
BOOKS = 'account.group_account_invoice,account.group_account_readonly'


class AftersalesPartDefect(models.Model):
    """What a bad part cost is asked of its supplier: amount, answer, credit note and what is left of it (H8)."""
    _inherit = 'aftersales.part.defect'

    currency_id = fields.Many2one(related='company_id.currency_id')
    claim_amount = fields.Monetary(
        string="Amount Claimed", bounds=(0, 1e12), copy=False, tracking=True, groups=PRICES,
        help="Left empty, it is what the failed pieces cost when they are claimed.")
    granted_amount = fields.Monetary(
        string="Amount Granted", bounds=(0, 1e12), copy=False, tracking=True, groups=PRICES,
        help="By the supplier's answer; left empty when all is accepted, it is what was asked.")
    claim_difference = fields.Monetary(
        string="Not Granted", compute='_compute_claim_difference', store=True, groups=PRICES,
        help="What was asked, less what was granted.")
    supplier_refund_id = fields.Many2one(
        'account.move', string="Supplier's Credit Note", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null', groups=BOOKS)
    refund_state = fields.Selection(
        [('none', "Not Credited Yet"), ('draft', "Credit Note in Draft"), ('posted', "Credit Note Posted")],
        string="Credit by the Supplier", compute='_compute_refund_state', compute_sudo=True)
    credited_amount = fields.Monetary(
        string="Credited by the Supplier", compute='_compute_refund_state', compute_sudo=True, groups=PRICES)

    # === COMPUTE METHODS ===#

    @api.depends('claim_amount', 'granted_amount', 'answer')
    def _compute_claim_difference(self):
        for defect in self:
            defect.claim_difference = defect.claim_amount - defect.granted_amount if defect.answer else 0.0

    @api.depends('supplier_refund_id.state', 'supplier_refund_id.amount_untaxed')
    def _compute_refund_state(self):
        for defect in self:
            move = defect.supplier_refund_id
            defect.refund_state = {'draft': 'draft', 'posted': 'posted'}.get(move.state, 'none')
            defect.credited_amount = move.amount_untaxed if move.state == 'posted' else 0.0

    # === ACTION METHODS ===#

    def action_print_claim(self):
        """The letter by which the supplier is asked; it can be read before it is sent."""
        for defect in self.filtered(lambda defect: not defect.partner_id):
            raise UserError(self.env._("%(defect)s: enter the supplier.", defect=defect.display_name))
        return self.env.ref('aftersales.action_report_part_claim').report_action(self)

    def action_book_refund(self):
        """A draft of the supplier's credit note over what he grants; the accountant posts it."""
        self.check_access('write')
        self._claim_for_update()
        self._check_claims_clerk()
        for defect in self.sudo():  # sudo: the draft is the system's, whoever keeps the claim
            if defect.answer not in ('accepted', 'partly') or not defect.granted_amount:
                raise UserError(self.env._(
                    "%(defect)s: the supplier has granted nothing that could be credited.", defect=defect.display_name))
            if defect.refund_state != 'none':
                raise UserError(self.env._("%(defect)s has its credit note already.", defect=defect.display_name))
            defect.supplier_refund_id = self.env['account.move'].sudo().with_company(defect.company_id).create(
                defect._prepare_refund_vals())

    # === BUSINESS METHODS ===#

    def _check_claims_clerk(self):
        if not self.env.user.has_group('aftersales.group_claim_part'):
            raise AccessError(self.env._("Suppliers are asked by the parts counter and by claims clerks."))

    def _prepare_refund_vals(self):
        self.ensure_one()
        return {
            'move_type': 'in_refund', 'partner_id': self.partner_id.id, 'currency_id': self.currency_id.id,
            'ref': self.claim_reference or self.name, 'invoice_origin': self.name, 'invoice_line_ids': [Command.create({
                'name': f'{self.name} {self.product_id.display_name}', 'quantity': 1.0, 'price_unit': self.granted_amount,
                'tax_ids': [Command.clear()]})]}

    def _check_answered(self):
        super()._check_answered()
        for defect in self.sudo():  # sudo: whoever may not see amounts does not answer either
            if defect.answer == 'refused' and not (defect.answer_text or '').strip():
                raise UserError(self.env._("%(defect)s: enter why the supplier refuses.", defect=defect.display_name))
            if defect.answer == 'partly' and not 0 < defect.granted_amount < defect.claim_amount:
                raise UserError(self.env._(
                    "%(defect)s: enter how much of what was asked the supplier grants.", defect=defect.display_name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        for defect in self.sudo():  # sudo: what follows from the steps is the system's
            if target == 'claimed' and not defect.claim_amount:
                cost = defect.product_id.with_company(defect.company_id).standard_price
                defect.claim_amount = defect.currency_id.round(cost * defect.quantity)
            if target == 'answered':
                if defect.answer == 'accepted' and not defect.granted_amount:
                    defect.granted_amount = defect.claim_amount
                elif defect.answer == 'refused':
                    defect.granted_amount = 0.0
