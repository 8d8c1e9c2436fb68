from odoo import api, fields, models
from odoo.fields import Domain

PLACE = {'readonly': True, 'copy': False, 'check_company': True, 'index': 'btree_not_null', 'ondelete': 'restrict'}
PLACES = (
    'aftersales_promotional_id', 'aftersales_consumable_id', 'aftersales_supplier_return_id', 'aftersales_brought_id')


class StockWarehouse(models.Model):
    """What is not to be mixed with parts for sale has a place of its own in each store, from its first day on (parts 1).

    Promotional goods, consumables and tools lie within the stock: they are counted, replenished and issued as it is. What
    goes back to suppliers and what customers brought stand beside the store: neither on hand nor reserved for anybody.
    """
    _inherit = 'stock.warehouse'

    aftersales_promotional_id = fields.Many2one(
        'stock.location', string="Promotional Goods", **PLACE,
        help="Where goods are put away whose category is of this kind.")
    aftersales_consumable_id = fields.Many2one(
        'stock.location', string="Consumables and Tools", **PLACE,
        help="Where goods are put away whose category is of this kind.")
    aftersales_supplier_return_id = fields.Many2one(
        'stock.location', string="Returns to Suppliers", **PLACE,
        help="Where parts wait that go back to their supplier. They are ours, but not on hand.")
    aftersales_brought_id = fields.Many2one(
        'stock.location', string="Brought by Customers", **PLACE,
        help="Where parts lie that customers brought. They are not ours: without value, and not on hand.")

    @api.model
    def _create_missing_places(self):
        """Give warehouses that were there before their places."""
        missing = Domain.OR([(field, '=', False)] for field in (*PLACES, 'aftersales_quarantine_id'))
        self.with_context(active_test=False).search(missing)._create_places()

    @api.model_create_multi
    def create(self, vals_list):
        warehouses = super().create(vals_list)
        warehouses._create_places()
        return warehouses

    def write(self, vals):
        result = super().write(vals)
        if 'active' in vals:
            # sudo: as core does for the places within the store
            places = self.sudo().with_context(active_test=False)
            (places.aftersales_supplier_return_id | places.aftersales_brought_id).active = vals['active']
        return result

    def _create_places(self):
        """Make the places these stores have not, and their quarantine; all of a kind at once."""
        Location = self.env['stock.location'].sudo()  # sudo: places are set up by the system
        for field in PLACES:
            missing = self.sudo().filtered(lambda store, field=field: not store[field])
            places = Location.create([store._prepare_place_vals(field) for store in missing])
            for store, place in zip(missing, places, strict=True):
                store[field] = place
        for store in self:
            store._get_aftersales_quarantine()

    def _prepare_place_vals(self, field):
        self.ensure_one()
        vals = {'usage': 'internal', 'company_id': self.company_id.id, 'active': self.active}
        if field == 'aftersales_promotional_id':
            return {**vals, 'name': self.env._("Promotional Goods"), 'location_id': self.lot_stock_id.id, 'active': True}
        if field == 'aftersales_consumable_id':
            return {**vals, 'name': self.env._("Consumables and Tools"), 'location_id': self.lot_stock_id.id, 'active': True}
        if field == 'aftersales_supplier_return_id':
            return {**vals, 'name': self.env._("%(store)s Returns to Suppliers", store=self.code)}
        return {**vals, 'name': self.env._("%(store)s Brought by Customers", store=self.code), 'aftersales_is_brought': True}

    def _get_place_of(self, product):
        """Where goods of this kind are put away in the store, or no place."""
        self.ensure_one()
        kind = product.categ_id.aftersales_goods_kind
        return {'promotional': self.aftersales_promotional_id, 'consumable': self.aftersales_consumable_id}.get(
            kind, self.env['stock.location'])
