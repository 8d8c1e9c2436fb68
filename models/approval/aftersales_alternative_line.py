from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.base.words import say_unit
from odoo.addons.aftersales.models.order.line_kinds import LINE_TYPES, PART_ORIGINS

# What a line of a job and one of an alternative have in common.
COMMON_FIELDS = ('line_type', 'product_id', 'operation_id', 'name', 'quantity', 'product_uom_id', 'part_origin', 'sequence')


class AftersalesAlternativeLine(models.Model):
    """Labour or a part of an alternative. Its price is what the job's payer would pay for it; nobody types another one."""
    _name = 'aftersales.alternative.line'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Line of an Alternative"
    _order = 'alternative_id.id desc, sequence, id'
    _rec_name = 'name'
    _check_company_auto = True
    _frozen_with = 'alternative_id'

    alternative_id = fields.Many2one('aftersales.alternative', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='alternative_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='alternative_id.currency_id')
    sequence = fields.Integer(default=10)
    line_type = fields.Selection(
        LINE_TYPES, string="Type", required=True, compute='_compute_from_product', store=True, readonly=False, precompute=True)
    operation_id = fields.Many2one(
        'aftersales.operation', index='btree_not_null', check_company=True, ondelete='restrict')
    product_id = fields.Many2one(
        'product.product', required=True, index=True, ondelete='restrict', check_company=True, domain=[('sale_ok', '=', True)])
    name = fields.Text(string="Description", required=True)
    quantity = fields.Float(digits='Product Unit', required=True, default=1.0, bounds=(0, 1e6))
    product_uom_id = fields.Many2one(
        'uom.uom', string="Unit", required=True, ondelete='restrict', compute='_compute_from_product', store=True,
        readonly=False, precompute=True)
    part_origin = fields.Selection(
        PART_ORIGINS, string="Origin", compute='_compute_from_product', store=True, readonly=False, precompute=True)
    # What it cost when it ended; until then the price is today's.
    is_kept = fields.Boolean(string="Price Kept", readonly=True, copy=False)
    kept_price_unit = fields.Float(
        string="Kept Unit Price", readonly=True, copy=False, bounds=(-1e10, 1e10),
        groups='aftersales.group_price,base.group_portal')
    kept_total = fields.Monetary(
        string="Kept Total", readonly=True, copy=False, groups='aftersales.group_price,base.group_portal')
    price_unit = fields.Float(
        string="Unit Price", min_display_digits='Product Price', compute='_compute_price', compute_sudo=True,
        groups='aftersales.group_price,base.group_portal')
    price_total = fields.Monetary(
        string="Total", compute='_compute_price', compute_sudo=True, groups='aftersales.group_price,base.group_portal')

    _check_quantity = models.Constraint('CHECK(quantity >= 0)', "A quantity cannot be negative.")

    # === COMPUTE METHODS ===#

    @api.depends('product_id')
    def _compute_from_product(self):
        """What the product says, until somebody says otherwise of the line; another product brings its own."""
        OrderLine = self.env['aftersales.order.line']
        for line in self:
            product, is_other = line.product_id, line.product_id != line._origin.product_id
            draft = OrderLine.new({'product_id': product.id})
            line.line_type = line.line_type or (product and draft._get_product_line_type())
            line.product_uom_id = product.uom_id if is_other or not line.product_uom_id else line.product_uom_id
            origin = line.part_origin if line.part_origin and not (is_other and line._origin) else product.aftersales_origin
            line.part_origin = (origin or 'original') if line.line_type == 'part' else False

    @api.depends('product_id', 'quantity', 'product_uom_id', 'part_origin', 'line_type', 'is_kept', 'kept_total')
    def _compute_price(self):
        kept = self.filtered('is_kept')
        for line in kept:
            line.price_unit, line.price_total = line.kept_price_unit, line.kept_total
        for job, lines in (self - kept).grouped(lambda line: line.alternative_id.job_id._origin).items():
            drafts = job._draft_lines(lines) if job else [None] * len(lines)
            for line, draft in zip(lines, drafts, strict=True):
                line.price_unit = draft.price_unit if draft else 0.0
                line.price_total = draft.price_total if draft else 0.0

    @api.onchange('product_id')
    def _onchange_product_id(self):
        self.name = self._get_product_name(self.product_id)
        if self.line_type == 'part':
            self.part_origin = self.product_id.aftersales_origin or 'original'

    # === CONSTRAINT METHODS ===#

    @api.constrains('product_id', 'line_type', 'part_origin')
    def _check_kind(self):
        for line in self:
            if line.line_type == 'part' and line.product_id.type == 'service':
                raise ValidationError(self.env._(
                    "%(product)s is a service and cannot be a part. Choose the type labour, sublet or fee.",
                    product=line.product_id.display_name))
            if line.part_origin == 'customer' and not line.is_kept:
                raise ValidationError(self.env._(
                    "The house does not offer the customer his own part: %(product)s. Leave it out of the alternative.",
                    product=line.product_id.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get('name') and vals.get('product_id'):
                vals['name'] = self._get_product_name(self.env['product.product'].browse(vals['product_id']))
        return super().create(vals_list)

    # === BUSINESS METHODS ===#

    @api.model
    def _get_product_name(self, product):
        return product.get_product_multiline_description_sale() if product else False

    def _prepare_draft_vals(self):
        self.ensure_one()
        vals = {name: self[name]._origin.id if self._fields[name].relational else self[name] for name in COMMON_FIELDS}
        return {name: value for name, value in vals.items() if value or name == 'quantity'}

    def _prepare_order_line_vals(self):
        """The line as the job's: its price is computed there, as it was shown."""
        return {**self._prepare_draft_vals(), 'job_id': self.alternative_id.job_id.id}

    def _get_shown_content(self):
        self.ensure_one()
        line = self.with_context(lang=self.alternative_id.order_id._get_lang())
        return {
            'name': line._get_print_name(),
            'code': self.product_id.default_code or '',
            'origin': self.part_origin or '',
            'quantity': self.quantity,
            'unit': say_unit(line.product_uom_id),
            'total': self.price_total,
        }

    def _get_print_name(self):
        """In the words of the reader, where the line is called as its operation or product is."""
        self.ensure_one()
        return self.alternative_id.job_id._draft_lines(self)._get_print_name()

    def _keep_prices(self):
        for line in self.filtered(lambda line: not line.is_kept):
            line.write({'kept_price_unit': line.price_unit, 'kept_total': line.price_total, 'is_kept': True})
