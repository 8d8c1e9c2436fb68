import re

from odoo import api, fields, models

# What not every barcode and scanner can do.
NOT_IN_BARCODE = re.compile(r'[^A-Z0-9]')


class StockWarehouse(models.Model):
    """Each store keeps old parts at a place of their own, from its first day on (H6, parts 1)."""
    _inherit = 'stock.warehouse'

    aftersales_old_part_id = fields.Many2one(
        'stock.location', string="Old-Part Store", readonly=True, copy=False, check_company=True, index='btree_not_null',
        ondelete='restrict', help="Where old parts lie, with a tag each. They are not on hand and have no value.")

    @api.model
    def _create_missing_old_part_stores(self):
        """Give warehouses that were there before their place of old parts."""
        self.with_context(active_test=False).search([('aftersales_old_part_id', '=', False)])._create_old_part_stores()

    @api.model_create_multi
    def create(self, vals_list):
        warehouses = super().create(vals_list)
        warehouses._create_old_part_stores()
        return warehouses

    def write(self, vals):
        result = super().write(vals)
        if 'active' in vals:
            # sudo: as core does for the places within the store
            self.sudo().with_context(active_test=False).aftersales_old_part_id.active = vals['active']
        return result

    def _create_old_part_stores(self):
        missing = self.sudo().filtered(lambda store: not store.aftersales_old_part_id)  # sudo: places are the system's
        places = self.env['stock.location'].sudo().create([{  # sudo: as above
            'name': self.env._("%(store)s Old Parts", store=store.code), 'usage': 'internal', 'company_id': store.company_id.id,
            'active': store.active,
        } for store in missing])
        for store, place in zip(missing, places, strict=True):
            place.barcode = f"{NOT_IN_BARCODE.sub('', store.code.upper())}OLD{place.id}"
            store.aftersales_old_part_id = place
