from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class StockLocation(models.Model):
    """What customers brought is not ours: it is not valued where it lies. Goods of a kind of their own are put away apart."""
    _name = 'stock.location'
    _inherit = ['stock.location', 'aftersales.kept.link.mixin']

    aftersales_is_brought = fields.Boolean(
        string="Parts of Customers", readonly=True, copy=False,
        help="What lies here is not ours, and has no value in our books.")

    @api.model_create_multi
    def create(self, vals_list):
        places = super().create(vals_list)
        places._follow_parent()
        return places

    def write(self, vals):
        if vals.keys() & {'location_id', 'usage', 'company_id'}:
            self.env['aftersales.stocking.policy']._forget_kept()
        result = super().write(vals)
        if 'location_id' in vals:
            self._follow_parent()
        return result

    def _follow_parent(self):
        """A shelf is as the place it is in; the uppermost stays as it was made."""
        for place in self.filtered('location_id'):
            is_brought = place.location_id.aftersales_is_brought
            if place.aftersales_is_brought == is_brought:
                continue
            within = self.sudo().with_context(active_test=False).search([('id', 'child_of', place.id)])  # sudo: the system's
            if any(quantity for __, quantity in self.env['stock.quant'].sudo()._read_group(  # sudo: as above
                    [('location_id', 'in', within.ids)], ['location_id'], ['quantity:sum'])):
                raise UserError(self.env._(
                    "%(place)s: what lies there would change its owner. Move the goods first.", place=place.display_name))
            within.aftersales_is_brought = is_brought

    def _should_be_valued(self):
        return super()._should_be_valued() and not self.aftersales_is_brought

    def _search_is_valued(self, operator, value):
        wanted = (operator == '=') == bool(value)
        domain = Domain(super()._search_is_valued(operator, value))
        brought = Domain('aftersales_is_brought', '=', True)
        return domain & ~brought if wanted else domain | brought

    def _get_putaway_strategy(self, product, quantity=0, package=None, packaging=None, additional_qty=None):
        """Where no rule of putting away says otherwise, promotional goods and consumables go to their place of the store."""
        place = super()._get_putaway_strategy(product, quantity, package, packaging, additional_qty)
        store = place.warehouse_id
        if product and place == self and place == store.lot_stock_id:
            apart = store._get_place_of(product)
            return apart if apart.active else place
        return place
