from odoo import api, fields, models

from .aftersales_cost_account import KINDS, PURPOSES


class AftersalesCostEntry(models.Model):
    """A cost of a month that neither records nor books have: entered by hand (N5)."""
    _name = 'aftersales.cost.entry'
    _description = "Cost Entered by Hand"
    _inherit = ['aftersales.log.mixin']
    _order = 'month desc, id desc'
    _rec_names_search = ['name']
    _check_company_auto = True

    name = fields.Char(string="Cost Item", required=True, max_length=200, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict', tracking=True,
        help="Empty: the whole company.")
    month = fields.Date(
        required=True, index=True, tracking=True, default=lambda self: self.env.company._get_today(), help="Any day of it.")
    kind = fields.Selection(KINDS, string="Kind of Cost", required=True, default='administration', tracking=True)
    purpose = fields.Selection(PURPOSES, string="Purpose of the Cost", required=True, default='running', tracking=True)
    amount = fields.Monetary(required=True, bounds=(-1e12, 1e12), tracking=True)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._begin_month(self._read_inputs(vals)) for vals in vals_list])

    def write(self, vals):
        return super().write(self._begin_month(self._read_inputs(vals)))

    @api.model
    def _begin_month(self, vals):
        day = vals.get('month') and fields.Date.to_date(vals['month'])
        return {**vals, 'month': day.replace(day=1)} if day else vals
