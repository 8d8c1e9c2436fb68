from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesClaim(models.Model):
    """What a case cost, and who bore it: paid out | from the maker | from the supplier | left with us (I4)."""
    _inherit = 'aftersales.claim'

    statement_line_ids = fields.One2many('aftersales.claim.statement.line', 'claim_id', string="On Supplier Statements")
    contact_ids = fields.One2many('aftersales.supplier.contact', 'claim_id', string="Questions to Suppliers")
    paid_out = fields.Monetary(string="Paid Out", compute='_compute_case', help="What the car got, at claim rates.")
    from_maker = fields.Monetary(string="From the Maker", compute='_compute_case', help="Paid or owed.")
    from_supplier = fields.Monetary(string="From the Supplier", compute='_compute_case', help="Paid or owed.")
    left_with_us = fields.Monetary(
        string="Left with Us", compute='_compute_case', help="Goodwill, internal, and what nobody has decided on yet.")

    # === COMPUTE METHODS ===#

    @api.depends('entry_ids.amount')
    def _compute_case(self):
        balances = self.env['aftersales.claim.entry']._get_balances(self._origin)
        for claim in self:
            balance = balances.get(claim._origin, {})
            claim.paid_out = -balance.get('work', 0.0)
            claim.from_maker = sum(balance.get(name, 0.0) for name in ('maker', 'due'))
            claim.from_supplier = sum(balance.get(name, 0.0) for name in ('supplier', 'supplier_due'))
            claim.left_with_us = sum(balance.get(name, 0.0) for name in ('goodwill', 'internal', 'disputed'))

    # === BUSINESS METHODS ===#

    def _get_decided_month(self):
        """The first day of the month in which the maker decided, at the outlet."""
        self.ensure_one()
        return self.workshop_id._get_local_day(self.decided_date).replace(day=1)

    def _check_transition(self, target):
        """What a supplier is asked for is not asked of the maker meanwhile."""
        if target == 'appealed':
            self._check_not_asked()
        super()._check_transition(target)

    def _check_not_asked(self):
        for claim in self:
            # sudo: whatever statement it stands on
            asked = claim.sudo().statement_line_ids.filtered(lambda line: line.statement_state not in ('draft', 'cancelled'))
            if asked:
                raise UserError(self.env._(
                    "%(claim)s is on %(statement)s of the supplier. Only what no supplier is asked for can be appealed.",
                    claim=claim.name, statement=asked[0].statement_id.name))
