from odoo import fields, models


class StockWarehouse(models.Model):
    """A store keeps what must not be used in a place of its own (H8)."""
    _name = 'stock.warehouse'
    _inherit = ['stock.warehouse', 'aftersales.kept.link.mixin']

    aftersales_quarantine_id = fields.Many2one(
        'stock.location', string="Quarantine", readonly=True, copy=False, check_company=True, index='btree_not_null',
        help="Where parts lie that must not be used. They are not on hand.")

    def _get_aftersales_quarantine(self):
        """The store's place for what must not be used; made when it is asked for the first time.

        It stands beside the store, not in it: what lies there is valued, but neither on hand nor reserved.
        """
        self.ensure_one()
        warehouse = self.sudo()  # sudo: places are set up by the system
        if not warehouse.aftersales_quarantine_id:
            warehouse.lock_for_update()
            warehouse.aftersales_quarantine_id = warehouse.env['stock.location'].create({
                'name': self.env._("%(store)s Quarantine", store=warehouse.code), 'usage': 'internal',
                'company_id': warehouse.company_id.id})
        return warehouse.aftersales_quarantine_id.with_env(self.env)
