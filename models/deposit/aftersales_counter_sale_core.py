from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_round


class AftersalesCounterSale(models.Model):
    """Parts sold with a core deposit: on the invoice beside their price, and credited with a part that comes back (H6)."""
    _inherit = 'aftersales.counter.sale'

    amount_core = fields.Monetary(
        string="Core Deposits", compute='_compute_amount_core', store=True,
        help="Given back when the old parts are brought.")
    amount_due = fields.Monetary(string="To Pay with Core Deposits", compute='_compute_amount_core', store=True)
    core_deposit_ids = fields.One2many(
        'aftersales.core.deposit', 'sale_id', string="Core Deposits Held", readonly=True, copy=False,
        groups='aftersales.group_deposit,account.group_account_invoice')
    core_deposit_count = fields.Integer(
        string="Number of Core Deposits", compute='_compute_core_deposit_count',
        groups='aftersales.group_deposit,account.group_account_invoice')

    # === COMPUTE METHODS ===#

    @api.depends('line_ids.amount_core', 'amount_total')
    def _compute_amount_core(self):
        for sale in self:
            sale.amount_core = sum(sale.line_ids.mapped('amount_core'))
            sale.amount_due = sale.amount_total + sale.amount_core

    def _compute_core_deposit_count(self):
        counts = dict(self.env['aftersales.core.deposit']._read_group(
            [('sale_id', 'in', self.ids)], ['sale_id'], ['__count']))
        for sale in self:
            sale.core_deposit_count = counts.get(sale._origin, 0)

    # === ACTION METHODS ===#

    def action_view_core_deposits(self):
        self.ensure_one()
        return self.core_deposit_ids._get_records_action(name=self.env._("Core Deposits"))

    # === BUSINESS METHODS ===#

    def _check_confirmed(self):
        super()._check_confirmed()
        Limit = self.env['aftersales.discount.limit']
        for sale in self:
            sale.line_ids._check_core_deposit(100.0 if self.env.su else Limit._get_user_limit(sale.company_id))
            if sale.amount_core:
                sale._get_core_account()

    def _get_core_words(self):
        """What the receipt says of them, in the language of the record."""
        self.ensure_one()
        return self.env._(
            "Bring the old part with this receipt within %(days)s days of the invoice, and you have its core deposit back.",
            days=self.company_id.aftersales_core_deposit_days)

    def _get_core_account(self):
        self.ensure_one()
        account = self.company_id.sudo().aftersales_deposit_account_id  # sudo: where it stands is the house's
        if not account:
            raise UserError(self.env._(
                "%(company)s has no account for deposits. Let a manager choose one in the settings of After-Sales.",
                company=self.company_id.name))
        return account

    def _finish_invoice(self, move):
        """Each part with a core deposit has a line of its own for it, below the parts of its sale."""
        super()._finish_invoice(move)
        own = move.invoice_line_ids.filtered(lambda line: line.aftersales_counter_line_id.sale_id in self)
        parts = own.filtered(lambda line: line.aftersales_counter_line_id.core_deposit)
        if not parts:
            return
        account = self[0]._get_core_account()
        last = {
            sale: max(lines.mapped('sequence'))
            for sale, lines in own.grouped(lambda line: line.aftersales_counter_line_id.sale_id).items()}
        move.invoice_line_ids = [Command.create({
            **part.aftersales_counter_line_id._prepare_core_line_vals(part.quantity, account),
            'sequence': last[part.aftersales_counter_line_id.sale_id]}) for part in parts]

    def _create_credit_note(self):
        """What comes back unused needs no old part: its core deposit is credited with it, as far as it is held."""
        returned = {line: line.qty_to_credit for line in self.sudo().line_ids if line.qty_to_credit}  # sudo: as above
        note = super()._create_credit_note()
        cores = self.sudo().core_deposit_ids  # sudo: as above
        cores._claim_for_update()
        commands = []
        for core in cores.sorted('id'):
            line = core.line_id
            asked = float_round(line._count_core_pieces(returned.get(line, 0.0)), precision_digits=0)
            pieces = min(asked, core.pieces_open)
            if pieces > 0:
                commands.append(Command.create(core._prepare_back_line_vals(pieces)))
                returned[line] -= line.product_id.uom_id._compute_quantity(pieces, line.product_uom_id, round=False)
        if commands:
            note.sudo().invoice_line_ids = commands  # sudo: as above
        return note
