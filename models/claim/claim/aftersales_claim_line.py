from odoo import api, fields, models

from odoo.addons.aftersales.models.base.words import read_again

OUTCOMES = [('accepted', "Accepted"), ('reduced', "Reduced"), ('rejected', "Rejected")]
# What is claimed: entered in the draft alone.
CONTENT_FIELDS = {
    'claim_id', 'sequence', 'kind', 'job_id', 'source_line_id', 'name', 'code', 'product_id', 'operation_id', 'quantity',
    'allowed_hours', 'price_unit', 'handling', 'borne_amount', 'supplier_id', 'lot_number',
}


class AftersalesClaimLine(models.Model):
    """Hours, a part or a cost of a claim: what is asked for, and what the maker says to it."""
    _name = 'aftersales.claim.line'
    _description = "Claim Line"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'claim_id.id desc, sequence, id'
    _check_company_auto = True

    claim_id = fields.Many2one('aftersales.claim', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='claim_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='claim_id.currency_id')
    claim_state = fields.Selection(related='claim_id.state', string="Claim's Status")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[
            ('labour', "Labour"), ('part', "Part"), ('sublet', "Sublet"), ('travel', "Travel"), ('towing', "Towing"),
            ('freight', "Freight"), ('loaner', "Loaner"), ('other', "Other"),
        ],
        required=True, default='labour')
    job_id = fields.Many2one('aftersales.job', index='btree_not_null', ondelete='restrict', check_company=True)
    source_line_id = fields.Many2one(
        'aftersales.order.line', string="Line of the Order", readonly=True, index='btree_not_null', ondelete='restrict')
    name = fields.Char(string="Description", required=True)
    code = fields.Char(help="Operation code or part number as the maker knows it.")
    product_id = fields.Many2one(
        'product.product', string="Part", index='btree_not_null', ondelete='restrict', check_company=True)
    operation_id = fields.Many2one('aftersales.operation', index='btree_not_null', ondelete='restrict')
    quantity = fields.Float(
        string="Quantity or Hours", digits='Product Unit', required=True, default=1.0, bounds=(0, 1e6))
    allowed_hours = fields.Float(
        string="Allowed Hours", digits=(12, 2), bounds=(0, 1e5), help="What the maker's list allows for the operation.")
    price_unit = fields.Monetary(string="Price", bounds=(0, 1e9))
    handling = fields.Float(string="Handling (%)", digits=(5, 2), bounds=(0, 1000))
    borne_amount = fields.Monetary(
        string="Borne by Others", bounds=(0, 1e9), help="Not asked of the maker, such as the customer's deductible.")
    amount = fields.Monetary(string="Claimed", compute='_compute_amount', store=True)
    supplier_id = fields.Many2one(
        'res.partner', string="Supplier", index='btree_not_null', ondelete='restrict', check_company=True,
        help="Who made or sold the part, and is asked second.")
    lot_number = fields.Char(string="Lot or Serial")
    # The maker's word
    outcome = fields.Selection(selection=OUTCOMES, readonly=True, copy=False, index='btree_not_null')
    decided_amount = fields.Monetary(string="Accepted Amount", readonly=True, copy=False)
    reason_id = fields.Many2one(
        'aftersales.claim.reason', string="Reason", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    decision_note = fields.Char(string="Maker's Note", readonly=True, copy=False)

    _check_quantity = models.Constraint('CHECK (quantity >= 0)', "What is claimed cannot be negative.")

    # === COMPUTE METHODS ===#

    @api.depends('name', 'operation_id', 'product_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        """In the words of the reader, as :meth:`_get_print_name`."""
        for line in self:
            line.display_name = line._get_print_name()

    @api.depends('quantity', 'price_unit', 'handling', 'borne_amount', 'claim_id.currency_id')
    def _compute_amount(self):
        for line in self:
            amount = max(line.quantity * line.price_unit * (1 + line.handling / 100) - line.borne_amount, 0.0)
            line.amount = line.currency_id.round(amount) if line.currency_id else amount

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_claim_open()
        return lines

    def write(self, vals):
        if CONTENT_FIELDS & vals.keys():
            self._check_claim_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_checked(self):
        self._check_claim_open()

    # === BUSINESS METHODS ===#

    def _check_claim_open(self):
        """:raises UserError: when what is claimed is checked or sent already"""
        self.claim_id._check_content_open({'line_ids': True})

    def _get_print_name(self):
        """The description in the words of the reader, as long as it is that of the operation or the part."""
        if not self:
            return ''
        return read_again(self.name, self.operation_id) or read_again(self.name, self.product_id) or self.name

    def _get_submission_evidence(self):
        self.ensure_one()
        return {
            'kind': self.kind, 'code': self.code or '', 'name': self.name, 'quantity': self.quantity,
            'price': self.price_unit, 'handling': self.handling, 'borne': self.borne_amount, 'amount': self.amount,
            'supplier': self.supplier_id.display_name or '', 'lot': self.lot_number or '',
        }
