from odoo import api, fields, models


class AftersalesStockWritedownLine(models.Model):
    """A part of a store at rest, with what is written off of it (parts 5)."""
    _name = 'aftersales.stock.writedown.line'
    _description = "Part Written Down"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'writedown_id.id, months desc, id'
    _rec_name = 'product_id'
    _check_company_auto = True
    _frozen_with = 'writedown_id'

    writedown_id = fields.Many2one(
        'aftersales.stock.writedown', string="Write-Down", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='writedown_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Store", required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    last_date = fields.Date(
        string="Last Gone Out", readonly=True, help="If nothing ever went out: since when the oldest of it lies there.")
    months = fields.Integer(string="Months at Rest", readonly=True, aggregator='max', bounds=(0, 10_000))
    quantity = fields.Float(string="On Hand", digits='Product Unit', readonly=True, bounds=(0, 1e9))
    cost = fields.Float(
        digits='Product Price', readonly=True, aggregator=None, groups='aftersales.group_writedown', bounds=(0, 1e9))
    percent = fields.Float(string="Written Off (%)", digits=(5, 1), readonly=True, aggregator='avg', bounds=(0, 100))
    value = fields.Monetary(string="Value at Cost", compute='_compute_amounts', store=True, groups='aftersales.group_writedown')
    amount = fields.Monetary(string="Written Off", compute='_compute_amounts', store=True, groups='aftersales.group_writedown')
    rest = fields.Monetary(
        string="Written-Down Value", compute='_compute_amounts', store=True, groups='aftersales.group_writedown')
    remark = fields.Char(string="What Becomes of It", help="Return it, sell it, scrap it.")

    @api.depends('quantity', 'cost', 'percent')
    def _compute_amounts(self):
        for line in self:
            currency = line.currency_id
            line.value = currency.round(line.quantity * line.cost) if currency else 0.0
            line.amount = currency.round(line.value * line.percent / 100) if currency else 0.0
            line.rest = line.value - line.amount

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))
