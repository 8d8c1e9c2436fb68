from odoo import models


class StockLot(models.Model):
    """A lot whose stock is blocked for a defect is not handed out, wherever more of it turns up (H8)."""
    _inherit = 'stock.lot'

    def _get_refusals(self, place, stock):
        refusals = super()._get_refusals(place, stock)
        # sudo: who hands out need not read defects. A lot without a company is also another dealer's, who blocks his own.
        defects = self.env['aftersales.part.defect'].sudo().search([
            ('lot_id', 'in', self.ids), ('is_blocked', '=', True), ('state', '!=', 'closed'),
            ('company_id', 'in', place.company_id.ids)])
        for lot, blocking in defects.grouped('lot_id').items():
            refusals[lot.with_env(self.env)] = self.env._(
                "%(lot)s of %(part)s is blocked for %(defect)s. Take another one.", lot=lot.name,
                part=lot.product_id.display_name, defect=blocking[0].display_name)
        return refusals
