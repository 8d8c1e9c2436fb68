from odoo import fields, models


class AftersalesStationSettlementIssue(models.Model):
    """What a station's store issued, by outlet, model and part."""
    _name = 'aftersales.station.settlement.issue'
    _description = "Issue of a Station Settlement"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'settlement_id.id desc, id'
    _rec_name = 'product_id'

    settlement_id = fields.Many2one(
        'aftersales.station.settlement', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='settlement_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True, index='btree_not_null')
    model_id = fields.Many2one('fleet.vehicle.model', string="Model", readonly=True, index='btree_not_null')
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, readonly=True, index=True, ondelete='restrict')
    quantity = fields.Float(digits='Product Unit', readonly=True)

    def _get_evidence(self):
        self.ensure_one()
        return {'outlet': self.workshop_id.name or '', 'model': self.model_id.display_name or '',
                'part': self.product_id.display_name, 'quantity': self.quantity}
