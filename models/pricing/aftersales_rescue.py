from odoo import models
from odoo.fields import Domain


class AftersalesRescue(models.Model):
    """A rescue by our own crew costs what was published on the day of the call (C9); a row of the tariff for its kind or area
    goes before."""
    _inherit = 'aftersales.rescue'

    def _has_night_price(self, rows):
        # sudo: what we ask is told to whoever takes the call
        return super()._has_night_price(rows) or bool(self and self.env['aftersales.price.list.line'].sudo().search_count(
            Domain('kind', '=', 'rescue') & Domain('unit', '=', 'night') & Domain('is_charged', '=', True)
            & Domain('list_id.state', '=', 'published') & Domain('list_id.workshop_id', 'in', self.workshop_id.ids), limit=1))

    def _get_tariff_price(self, row, is_closed):
        price = super()._get_tariff_price(row, is_closed)
        if row.kind or row.area_kind:
            return price
        Lists, workshop = self.env['aftersales.price.list'], self.workshop_id._origin
        price_list = Lists.browse(
            Lists._get_in_force_id(workshop.id, workshop._get_local_day(self.call_date)) or ())
        published = price_list._get_rescue_price(row, self.trip_km, is_closed) if price_list else None
        return price if published is None else published
