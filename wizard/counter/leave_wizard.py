from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare


class AftersalesLeaveWizard(models.TransientModel):
    """The customer takes the car back without repair: why, and what the diagnosis costs (D6)."""

    _name = 'aftersales.leave.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.signature.mixin', 'aftersales.reason.mixin']
    _description = 'Leave Without Repair'
    _shown_fields = ('order_id', 'reason', 'product_id', 'price_unit', 'signatory')

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True)
    company_id = fields.Many2one(related='order_id.company_id')
    currency_id = fields.Many2one(related='order_id.currency_id')
    job_ids = fields.Many2many(
        'aftersales.job', compute='_compute_job_ids', string="Work That Will Not Be Done")
    product_id = fields.Many2one(
        'product.product', string="Diagnosis Fee", check_company=True,
        compute='_compute_product_id', store=True, readonly=False, precompute=True,
        domain=[('type', '=', 'service'), ('sale_ok', '=', True)],
    )
    list_price = fields.Monetary(compute='_compute_list_price')
    price_unit = fields.Monetary(
        string="Price", compute='_compute_price_unit', store=True, readonly=False, precompute=True,
        help="A lower price counts as a discount and is bound by the limit of your role.",
    )
    signatory = fields.Char(
        string="Agreed With", required=True,
        compute='_compute_signatory', store=True, readonly=False, precompute=True,
    )
    # Kept from the moment the dialog opens: what the customer was told.
    shown_hash = fields.Char(compute='_compute_shown_hash', store=True, readonly=False, precompute=True)

    _check_price = models.Constraint('CHECK(price_unit >= 0)', "A fee cannot be negative.")

    @api.depends('order_id')
    def _compute_job_ids(self):
        for wizard in self:
            wizard.job_ids = wizard.order_id.job_ids.filtered(
                lambda job: job.state in ('todo', 'blocked') and job._is_live())

    @api.depends('order_id')
    def _compute_shown_hash(self):
        for wizard in self:
            wizard.shown_hash = wizard.order_id._get_shown_hash() if wizard.order_id else False

    @api.depends('order_id')
    def _compute_product_id(self):
        for wizard in self:
            wizard.product_id = wizard.order_id.workshop_id._get_diagnosis_product() if wizard.order_id else False

    @api.depends('order_id', 'product_id')
    def _compute_list_price(self):
        for wizard in self:
            order = wizard.order_id
            wizard.list_price = order._get_leave_fee(wizard.product_id, order.pricelist_id) if wizard.product_id else 0.0

    @api.depends('list_price')
    def _compute_price_unit(self):
        for wizard in self:
            wizard.price_unit = wizard.list_price

    @api.depends('order_id')
    def _compute_signatory(self):
        for wizard in self:
            wizard.signatory = wizard.order_id.partner_id.name

    def action_apply(self):
        self.ensure_one()
        if self.shown_hash != self.order_id._get_shown_hash():
            raise UserError(self.env._(
                "%(order)s has changed since this dialog was opened. Close it, open it again, and tell the customer "
                "what is there now.", order=self.order_id.name))
        self._check_signature_fits()
        self.order_id._check_leave_fee(self.price_unit if self.product_id else 0.0)
        self.order_id._leave(
            self.reason, signatory=self.signatory, signature=self.with_context(bin_size=False).signature,
            signature_kind=self.signature and self.signature_kind, fee_lines=self._prepare_fee_lines())
        return {'type': 'ir.actions.act_window_close'}

    def _get_shown(self):
        return super()._get_shown() | self.order_id._get_shown() | {
            'reason': self.reason or '',
            'signatory': self.signatory or '',
            'fee': self.product_id.display_name or '',
            'price': self.currency_id.format(self.price_unit) if self.product_id else '',
        }

    def _prepare_fee_lines(self):
        if not self.product_id:
            return []
        vals = {'line_type': 'fee', 'product_id': self.product_id.id, 'quantity': 1.0}
        if float_compare(self.price_unit, self.list_price, precision_rounding=self.currency_id.rounding):
            vals['price_unit'] = self.price_unit
        return [vals]
