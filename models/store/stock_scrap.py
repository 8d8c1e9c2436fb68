from odoo import fields, models
from odoo.exceptions import UserError


class StockScrap(models.Model):
    """What leaves the stock as scrap has somebody's word above the limit (H5)."""
    _name = 'stock.scrap'
    _inherit = ['stock.scrap', 'aftersales.kept.link.mixin']

    aftersales_scrap_line_id = fields.Many2one(
        'aftersales.scrap.request.line', string="Requested Scrap", readonly=True, copy=False, index='btree_not_null',
        check_company=True, ondelete='restrict')

    def do_scrap(self):
        self._check_aftersales_limit()
        return super().do_scrap()

    def _check_aftersales_limit(self):
        """:raises UserError: when a parts clerk scraps what a manager approves"""
        user = self.env.user
        if self.env.su or not user.has_group('aftersales.group_parts') or user.has_group('aftersales.group_manager'):
            return
        for scrap in self.sudo():  # sudo: what it is worth decides whoever may see it
            company = scrap.company_id
            value = scrap.product_uom_id._compute_quantity(
                scrap.scrap_qty, scrap.product_id.uom_id) * scrap.product_id.with_company(company).standard_price
            if company.currency_id.compare_amounts(value, company.aftersales_store_scrap_limit) > 0:
                raise UserError(self.env._(
                    "%(part)s is worth more than %(limit)s. Ask for it with a request to scrap parts: a manager approves it.",
                    part=scrap.product_id.display_name, limit=company.currency_id.format(company.aftersales_store_scrap_limit)))
