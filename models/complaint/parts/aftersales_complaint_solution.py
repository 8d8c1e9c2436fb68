from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..setup.aftersales_complaint_limit import SOLUTIONS

# What each kind of solution is done with; the rest is done with words (see ``aftersales_complaint_solution_documents``).
JOB_KINDS = ('redo', 'exchange')
CREDIT_KINDS = ('refund', 'discount')
MONEY_KINDS = (*CREDIT_KINDS, 'payment', 'loan')
GOODS_KINDS = ('exchange', 'return')
WORD_KINDS = ('apology', 'explanation')
WORD_LETTERS = ('apology', 'solution', 'close')
VOUCHER = 'voucher'


class AftersalesComplaintSolution(models.Model):
    """One thing that the customer is offered, what it costs, and the document it is done with (K3)."""
    _name = 'aftersales.complaint.solution'
    _inherit = ['aftersales.complaint.part.mixin']
    _description = "Solution of a Complaint"
    _order = 'id'
    _rec_name = 'kind'
    _block = 'solution_ids'
    _check_company_auto = True

    complaint_id = fields.Many2one('aftersales.complaint', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='complaint_id.company_id')
    partner_id = fields.Many2one(related='complaint_id.partner_id', string="Customer")
    complaint_state = fields.Selection(related='complaint_id.state', string="Status of the Complaint")
    currency_id = fields.Many2one(related='complaint_id.currency_id')
    kind = fields.Selection(SOLUTIONS, string="Solution", required=True)
    note = fields.Char(string="In Particular")
    amount = fields.Monetary(
        bounds=(0, 1e9), groups='aftersales.group_price',
        help="What it costs us, and what a refund or payment gives the customer, with taxes; the limit of whoever decides "
             "counts it.")
    product_id = fields.Many2one(
        'product.product', string="Part", index='btree_not_null', ondelete='restrict', check_company=True,
        compute='_compute_goods', store=True, readonly=False, precompute=True, help="What is exchanged or taken back.")
    quantity = fields.Float(
        digits='Product Unit', bounds=(0, 1e6), compute='_compute_goods', store=True, readonly=False, precompute=True)

    # === DOCUMENT ===#

    job_id = fields.Many2one(
        'aftersales.job', readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    move_id = fields.Many2one(
        'account.move', string="Credit Note or Bill", readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    picking_id = fields.Many2one(
        'stock.picking', string="Goods Taken Back", readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    voucher_code = fields.Char(string="Voucher", readonly=True, copy=False)
    voucher_key = fields.Integer(
        readonly=True, copy=False, help="The loyalty card, where Odoo's app for coupons is installed.")
    no_document_reason = fields.Char(
        string="Why without Document", copy=False, help="Carried out all the same: what there is instead.")
    document_name = fields.Char(string="Document", compute='_compute_document', compute_sudo=True)
    document_state = fields.Selection(
        [('missing', "Not Made"), ('begun', "Begun"), ('done', "Done"), ('excused', "Without Document")],
        string="Document Is", compute='_compute_document', compute_sudo=True)
    is_undone = fields.Boolean(
        string="Not Done", compute='_compute_is_undone', search='_search_is_undone', help="No document of it is done.")

    _booked_uniq = models.UniqueIndex("(move_id) WHERE move_id IS NOT NULL", "This document belongs to another solution.")

    # === COMPUTE METHODS ===#

    @api.depends('kind')
    def _compute_goods(self):
        for line in self:
            complaint, is_goods = line.complaint_id, line.kind in GOODS_KINDS
            known = complaint.quantity_to_return if line.kind == 'return' else complaint.quantity_faulty
            line.product_id = (line.product_id or complaint.product_id) if is_goods else False
            line.quantity = (line.quantity or known or 1.0) if is_goods else 0.0

    @api.depends(
        'kind', 'job_id.state', 'move_id.state', 'picking_id.state', 'voucher_code', 'no_document_reason',
        'complaint_id.letter_ids', 'complaint_id.decided_date')
    def _compute_document(self):
        for line in self:
            document, done = line._get_document()
            shown = document.order_id if document._name == 'aftersales.job' else document
            line.document_name = line.voucher_code if line.kind == VOUCHER else shown.display_name if shown else False
            line.document_state = (
                ('done' if done else 'begun') if document or (line.kind == VOUCHER and line.voucher_code)
                else 'excused' if line.no_document_reason else 'missing')

    @api.depends('document_state')
    def _compute_is_undone(self):
        for line in self:
            line.is_undone = line.document_state != 'done'

    @api.model
    def _search_is_undone(self, operator, value):
        """Whether a document is done is told to whoever sees the case; the document itself asks for rights of its own."""
        if operator != 'in':
            return NotImplemented
        done = (
            Domain('move_id', 'any!', [('state', '=', 'posted')]) | Domain('picking_id', 'any!', [('state', '=', 'done')])
            | Domain('job_id', 'any!', [('state', '=', 'passed')]) | Domain('voucher_code', '!=', False))
        return ~done if True in value else done

    # === CRUD METHODS ===#

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Vouchers are those of Odoo's app for coupons; where it is not installed, nobody is offered one."""
        found = super().fields_get(allfields, attributes)
        if 'selection' in found.get('kind', {}) and not self._has_vouchers():
            found['kind']['selection'] = [pair for pair in found['kind']['selection'] if pair[0] != VOUCHER]
        return found

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_offered()
        excused = lines.filtered('no_document_reason')
        if excused and not self.env.su:  # before the decision there is nothing to excuse
            excused.complaint_id._check_may_excuse()
        return lines

    def write(self, vals):
        vals = self._read_inputs(vals)
        result = super().write(vals)
        if 'kind' in vals:
            self._check_offered()
        return result

    # === BUSINESS METHODS ===#

    def _get_worth(self):
        """What a limit counts: what is entered, and of a part that is exchanged not less than it costs the house."""
        self.ensure_one()
        if self.kind != 'exchange' or not self.product_id:
            return self.amount
        # sudo: limits are asked whoever sees no costs
        cost = self.sudo().product_id.with_company(self.company_id).standard_price * self.quantity
        return max(self.amount, self.currency_id.round(cost))

    @api.model
    def _has_vouchers(self):
        return 'loyalty.card' in self.env

    def _check_offered(self):
        if not self._has_vouchers() and VOUCHER in self.mapped('kind'):
            raise UserError(self.env._(
                "Vouchers take the app “Coupons & Loyalty”, which is not installed. Offer a discount or a payment instead."))

    def _check_part_written(self, vals):
        """After the decision there is one thing left to say: why something has no document."""
        if self.env.su:
            return super()._check_part_written(vals)
        if vals.get('no_document_reason') or vals.keys() <= {'no_document_reason'}:
            self.complaint_id._check_may_excuse()
        return None if vals.keys() <= {'no_document_reason'} else super()._check_part_written(vals)

    def _get_document(self):
        """:return: (the living document of the solution or an empty record, whether it is done)"""
        self.ensure_one()
        if self.kind in WORD_KINDS:
            letters = self.complaint_id._get_told_since_decision()
            return letters[:1], bool(letters)
        if self.kind in JOB_KINDS:
            job = self.job_id.filtered(lambda job: job.state != 'cancelled')
            return job, job.state == 'passed'
        if self.kind == 'return':
            picking = self.picking_id.filtered(lambda picking: picking.state != 'cancel')
            return picking, picking.state == 'done'
        if self.kind == VOUCHER:
            return self._get_voucher(), bool(self.voucher_code)
        move = self.move_id.filtered(lambda move: move.state != 'cancel')
        return move, move.state == 'posted'

    def _get_voucher(self):
        card = self.env['loyalty.card'].browse(self.voucher_key or ()) if self._has_vouchers() else self.env['res.partner']
        return card.exists()
