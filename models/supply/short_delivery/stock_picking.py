from odoo import fields, models

READERS = 'aftersales.group_parts'


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    aftersales_short_count = fields.Integer(compute='_compute_aftersales_short_count', groups=READERS)

    def _compute_aftersales_short_count(self):
        counts = dict(self.env['aftersales.short.delivery']._read_group(
            [('picking_id', 'in', self.ids)], ['picking_id'], ['__count']))
        for picking in self:
            picking.aftersales_short_count = counts.get(picking._origin, 0)

    def action_view_aftersales_shorts(self):
        """What came short, wrong or damaged with the receipt; a new one is of this receipt."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_short_deliveries')
        return {
            **action, 'domain': [('picking_id', '=', self.id)],
            'context': {'default_picking_id': self.id, 'search_default_open': 0}}
