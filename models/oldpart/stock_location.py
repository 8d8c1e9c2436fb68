from odoo import api, fields, models
from odoo.fields import Domain


class StockLocation(models.Model):
    """Where old parts are kept apart (H6): what lies there is no stock of ours and has no value in our books."""
    _inherit = 'stock.location'

    aftersales_old_store_ids = fields.One2many(
        'stock.warehouse', 'aftersales_old_part_id', string="Old-Part Store Of", export_string_translation=False)
    aftersales_is_old_parts = fields.Boolean(
        string="Old Parts", compute='_compute_aftersales_is_old_parts', store=True, recursive=True,
        help="Old parts lie here: they are not ours to sell, and have no value in our books.")

    @api.depends('location_id.aftersales_is_old_parts', 'aftersales_old_store_ids')
    def _compute_aftersales_is_old_parts(self):
        """A shelf is as the place it is in."""
        for place in self:
            # sudo: whose store it is decides, whoever makes a shelf
            place.aftersales_is_old_parts = bool(place.sudo().aftersales_old_store_ids) or (
                place.location_id.aftersales_is_old_parts)

    def _should_be_valued(self):
        return super()._should_be_valued() and not self.aftersales_is_old_parts

    def _search_is_valued(self, operator, value):
        wanted = (operator == '=') == bool(value)
        domain = Domain(super()._search_is_valued(operator, value))
        old = Domain('aftersales_is_old_parts', '=', True)
        return domain & ~old if wanted else domain | old
