from odoo import api, fields, models


class AftersalesOrder(models.Model):
    """Finding an order from one box, by what a vehicle is found by and by its own number (C4, P3).

    All of it stands in one column: an OR over the tables of cars and customers could use no index.
    """

    _name = 'aftersales.order'
    _inherit = ['aftersales.order', 'aftersales.plate.mixin']

    search_key = fields.Char(compute='_compute_search_key', store=True, index='trigram', export_string_translation=False)

    # === COMPUTE METHODS ===#

    @api.depends(
        'name', 'license_plate', 'vin', 'customer_name', 'vehicle_id.search_key', 'partner_id.name', 'partner_id.phone')
    def _compute_search_key(self):
        Vehicle = self.env['fleet.vehicle']
        for order in self:
            # sudo: a car or a customer of another company is found by what the order itself shows
            car, partner = order.vehicle_id.sudo(), order.partner_id.sudo()
            whole = [order.name, order.license_plate, order.vin, partner.phone]
            words = Vehicle._fold_words([text.replace(' ', '') for text in whole if text])
            words += Vehicle._fold_words([order.customer_name, partner.name])
            words += (car.search_key or '').split()
            order.search_key = ' ' + ' '.join(dict.fromkeys(words))

    # === SEARCH METHODS ===#

    @api.model
    def _search_display_name(self, operator, value):
        if operator in ('ilike', 'like') and isinstance(value, str) and value.strip():
            return self.env['fleet.vehicle']._get_search_domain(value)
        return super()._search_display_name(operator, value)
