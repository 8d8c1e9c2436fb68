from odoo import api, fields, models


class AftersalesRescueSheetLine(models.Model):
    """A part that a crew used at the place: why, how much, free or paid, and the tag of the old one (J9)."""
    _name = 'aftersales.rescue.sheet.line'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Part of a Service Report"
    _order = 'sheet_id.id desc, sequence, id'
    _frozen_with = 'sheet_id'
    _check_company_auto = True

    sheet_id = fields.Many2one('aftersales.rescue.sheet', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='sheet_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        'product.product', string="Part", index='btree_not_null', check_company=True, domain="[('type', '=', 'consu')]")
    name = fields.Char(
        string="Name", required=True, compute='_compute_name', store=True, readonly=False, precompute=True)
    quantity = fields.Float(digits='Product Unit', default=1, bounds=(0, 9999))
    reason = fields.Char(string="Why Changed")
    old_part_tag = fields.Char(string="Old Part's Tag", help="Packed and brought back.")
    is_free = fields.Boolean(string="Free of Charge")
    price_unit = fields.Monetary(
        string="Price", bounds=(0, 1e6), groups='aftersales.group_price,base.group_portal', compute='_compute_price_unit',
        store=True, readonly=False)
    amount = fields.Monetary(
        compute='_compute_amount', store=True, groups='aftersales.group_price,base.group_portal')

    @api.depends('product_id')
    def _compute_name(self):
        for line in self:
            line.name = line.product_id.display_name or line.name

    @api.depends('product_id')
    def _compute_price_unit(self):
        for line in self:
            # sudo: the list price, whoever enters the part
            line.price_unit = line.product_id.sudo().lst_price if line.product_id else line.price_unit

    @api.depends('quantity', 'price_unit', 'is_free')
    def _compute_amount(self):
        for line in self:
            line.amount = 0.0 if line.is_free else line.quantity * line.price_unit

    def _get_content_values(self):
        self.ensure_one()
        return {
            'code': self.product_id.default_code or '', 'name': self.name or '', 'quantity': f'{self.quantity:g}',
            'reason': self.reason or '', 'tag': self.old_part_tag or '', 'free': self.is_free,
            'amount': f'{self.amount:.2f}'}
